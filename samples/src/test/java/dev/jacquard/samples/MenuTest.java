package dev.jacquard.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MenuTest {
    @ParameterizedTest
    @ValueSource(strings = {"list", "help", "-h", "--help"})
    void listsAllPrograms(String word) throws Exception {
        assertThat(Output.of(() -> assertThat(Menu.run(word)).isZero()))
                .contains(Menu.PROGRAMS.stream().map(Program::name).toList());
    }

    @Test
    void unknownNameIsAnErrorThatNamesTheKnownOnes() throws Exception {
        assertThat(Output.errorsOf(() -> assertThat(Menu.run("helo")).isEqualTo(2)))
                .contains("no program \"helo\"", "hello", "crawler", "conformance");
    }

    @Test
    void passesTheRemainingArgumentsOn() throws Exception {
        assertThat(Output.of(() -> assertThat(Menu.run("hello", "you")).isZero()))
                .contains("... you!");
    }

    @Test
    void reportsTheStatusOfTheProgram() throws Exception {
        assertThat(Output.errorsOf(() -> assertThat(Menu.run("conformance")).isEqualTo(2)))
                .contains("usage: conformance FILE");
    }

    @Test
    void tourRunsEverySampleInOrder() throws Exception {
        List<String> headings =
                Menu.PROGRAMS.stream()
                        .filter(Program::inTour)
                        .map(program -> "=== " + program.name() + ": " + program.summary())
                        .toList();
        assertThat(Output.linesOf(() -> assertThat(Menu.run()).isZero()))
                .containsSubsequence(headings);
    }
}
