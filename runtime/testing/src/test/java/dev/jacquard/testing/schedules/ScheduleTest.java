package dev.jacquard.testing.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    @ParameterizedTest
    @ValueSource(strings = {"fifo", "4", "4,9:2", "c/fifo", "t/4", "ct/1:3,2,30:2"})
    void theTextIsReadAgain(String text) {
        Schedule schedule = Schedule.parse(text);
        assertThat(schedule).hasToString(text);
        assertThat(Schedule.of(schedule.deviations(), schedule.freedoms().toArray(Freedom[]::new)))
                .isEqualTo(schedule)
                .hasSameHashCodeAs(schedule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "4,", "0", "4:0", "-1", "x/4", "4:2:1", "4 9", "99999999999"})
    void whatIsNoScheduleIsRefused(String text) {
        assertThatThrownBy(() -> Schedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not a schedule: \"" + text + "\"")
                .hasMessageContaining("Schedules look like");
    }

    @Test
    void deviationsAreInTheOrderOfSteps() {
        Schedule s =
                Schedule.of(List.of(new Deviation(9, 2), new Deviation(4, 3), new Deviation(4, 1)), Freedom.TIMERS);
        assertThat(s).hasToString("t/4,9:2");
        assertThat(s.size()).isEqualTo(2);
        assertThat(s.isFifo()).isFalse();
        assertThat(Schedule.fifo().isFifo()).isTrue();
        assertThat(s).isNotEqualTo(Schedule.parse("4,9:2"));
    }

    @Test
    void aScheduleFitsEveryProgram() {
        Explorer.fifo().run(Schedule.parse("1:7,2:90,1000"), Account::twoDeposits);
    }
}
