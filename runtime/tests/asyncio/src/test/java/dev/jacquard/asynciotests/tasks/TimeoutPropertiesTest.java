package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.now;
import static dev.jacquard.asynciotests.OnVirtualTime.runOften;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.Timeout;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Random nests of timeouts against what one expects of them. */
class TimeoutPropertiesTest {
    /** What each scope, the innermost first, let pass. */
    private final List<String> passed = new ArrayList<>();

    private final List<Timeout> timeouts = new ArrayList<>();

    @Property(tries = 500)
    void earliestDeadlineWinsAndOfEqualOnesTheOutermost(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 8) Integer> deadlines,
            @ForAll @IntRange(min = 0, max = 9) int work) {
        passed.clear();
        timeouts.clear();
        int earliest = Collections.min(deadlines);
        boolean inTime = work < earliest; // a deadline is set before the work begins
        runOften(() -> {
            Throwable e = await(thrownBy(nest(deadlines, 0, work)));
            assertThat(now()).isEqualTo(Math.min(work, earliest));
            assertThat(currentTask().cancelling()).isZero();
            if (inTime) {
                assertThat(e).isNull();
            } else {
                assertThat(e).isInstanceOf(AsyncTimeoutException.class);
            }
            await(sleep(seconds(20))); // no timer is left that cancels it
            return Coroutine.done();
        });
        int winner = deadlines.indexOf(earliest);
        for (int level = 0; level < deadlines.size(); level++) {
            String expected = inTime ? "value" : level > winner ? "CancelledError" : "AsyncTimeoutException";
            assertThat(passed.get(deadlines.size() - 1 - level)).isEqualTo(expected);
            assertThat(timeouts.get(level).isExpired()).isEqualTo(!inTime && deadlines.get(level) == earliest);
        }
    }

    @Property(tries = 500)
    void cancellationIsNeverHidden(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 8) Integer> deadlines,
            @ForAll @IntRange(min = 0, max = 9) int when) {
        passed.clear();
        timeouts.clear();
        int earliest = Collections.min(deadlines);
        runOften(() -> {
            Task<Void> task = createTask(nest(deadlines, 0, 100));
            await(sleep(Duration.ofMillis(when * 1000 + 500)));
            boolean alive = !task.isDone();
            assertThat(alive).isEqualTo(when < earliest);
            assertThat(task.cancel("outside")).isEqualTo(alive);
            Throwable e = await(thrownBy(task));
            if (alive) {
                assertThat(e).isInstanceOf(CancelledError.class).hasMessage("outside");
                assertThat(passed).containsOnly("CancelledError");
                assertThat(timeouts).noneMatch(Timeout::isExpired);
                assertThat(task.cancelling()).isEqualTo(1);
            } else {
                assertThat(e).isInstanceOf(AsyncTimeoutException.class);
                assertThat(task.cancelling()).isZero();
            }
            return Coroutine.done();
        });
    }

    @Async
    private Coroutine<Void> nest(List<Integer> deadlines, int level, int work) {
        if (level == deadlines.size()) {
            return sleep(seconds(work));
        }
        Timeout timeout = Timeout.after(seconds(deadlines.get(level)));
        timeouts.add(timeout);
        try {
            await(timeout.run(() -> nest(deadlines, level + 1, work)));
            passed.add("value");
        } catch (Throwable e) {
            passed.add(e.getClass().getSimpleName());
            throw e;
        }
        return Coroutine.done();
    }
}
