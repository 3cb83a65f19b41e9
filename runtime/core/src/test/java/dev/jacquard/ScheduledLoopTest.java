package dev.jacquard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.loop.JobScheduler;
import dev.jacquard.loop.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A loop that asks a scheduler which job is next. */
class ScheduledLoopTest {
    private final List<String> trail = new ArrayList<>();

    private List<String> run(JobScheduler scheduler, int callbacks, boolean debug) {
        EventLoop loop = EventLoop.builder()
                .clock(new VirtualClock())
                .scheduler(scheduler)
                .debug(debug)
                .build();
        start(loop, callbacks);
        loop.runForever();
        loop.close();
        return trail;
    }

    private void start(EventLoop loop, int callbacks) {
        for (int i = 0; i < callbacks; i++) {
            int n = i;
            loop.callSoon(() -> {
                trail.add("a" + n);
                loop.callSoon(() -> trail.add("b" + n));
            });
        }
        loop.callLater(Duration.ofSeconds(1), loop::stop);
        loop.callLater(Duration.ofSeconds(1), () -> trail.add("the round goes on"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstOneAlwaysIsTheUsualLoop(boolean debug) {
        assertThat(run(loop -> 0, 3, debug)).containsExactly("a0", "a1", "a2", "b0", "b1", "b2", "the round goes on");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLastOneAlwaysIsAStack(boolean debug) {
        assertThat(run(loop -> loop.readyCount() - 1, 3, debug))
                .containsExactly("a2", "b2", "a1", "b1", "a0", "b0", "the round goes on");
    }

    @Test
    void theOthersKeepTheirOrder() {
        assertThat(run(loop -> Math.min(2, loop.readyCount() - 1), 4, false))
                .containsExactly("a2", "a3", "b2", "b3", "a1", "b1", "a0", "b0", "the round goes on");
    }

    @Test
    void manyTurnsOfTheRing() {
        int n = 200; // grows, and wraps around
        int[] asked = new int[1];
        run(loop -> asked[0]++ % loop.readyCount(), n, false);
        assertThat(trail).hasSize(2 * n + 1).doesNotHaveDuplicates();
        for (int i = 0; i < n; i++) {
            assertThat(trail).containsSubsequence("a" + i, "b" + i);
        }
    }

    @Test
    void aJobThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> run(loop -> loop.readyCount(), 2, false))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aTaskTellsItsStackAndWhatItAwaits() {
        EventLoop loop = EventLoop.builder().clock(new VirtualClock()).build();
        Promise<String> promise = new Promise<>(loop);
        Task<String> task = loop.createTask(promise.asCoroutine());
        assertThat(task.awaiting()).isNull();
        loop.callSoon(() -> {
            assertThat(task.awaiting()).isEqualTo(promise.toString());
            promise.setResult("done");
        });
        assertThat(loop.runUntilComplete(task)).isEqualTo("done");
        assertThat(task.awaiting()).isNull();
        assertThat(task.getStack()).isEmpty();
        loop.close();
    }
}
