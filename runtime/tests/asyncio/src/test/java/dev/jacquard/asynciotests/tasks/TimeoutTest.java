package dev.jacquard.asynciotests.tasks;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.timeout;
import static dev.jacquard.Asyncio.timeoutAt;
import static dev.jacquard.asynciotests.OnVirtualTime.now;
import static dev.jacquard.asynciotests.OnVirtualTime.run;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.Timeout;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeoutTest {
    @Async
    private static Coroutine<String> work(int seconds) {
        await(sleep(seconds(seconds)));
        return Coroutine.of("done");
    }

    @AsyncTest
    void bodyInTimeGivesItsValue() {
        Timeout t = Timeout.after(seconds(3));
        assertThat(await(t.run(() -> work(2)))).isEqualTo("done");
        assertThat(t.isExpired()).isFalse();
        assertThat(t.when()).isEqualTo(seconds(3));
        await(sleep(seconds(5)));
        assertThat(currentTask().cancelling()).isZero();
    }

    @AsyncTest
    void bodyTooLateIsCancelled() {
        Timeout t = Timeout.after(seconds(3));
        Throwable e = await(thrownBy(t.run(() -> work(4))));
        assertThat(e)
                .isInstanceOf(AsyncTimeoutException.class)
                .hasMessageMatching("The code under the timeout did not end within 3 s; it was at "
                        + "\\S+\\.TimeoutTest\\.work\\(TimeoutTest\\.java:\\d+\\)");
        assertThat(e).hasCauseInstanceOf(CancelledError.class);
        assertThat(t.isExpired()).isTrue();
        assertThat(now()).isEqualTo(3);
        assertThat(currentTask().cancelling()).isZero();
    }

    @AsyncTest
    void timeRunsFromTheStartOfTheCoroutine() {
        Coroutine<String> scope = timeout(seconds(3), t -> work(2));
        await(sleep(seconds(10)));
        assertThat(await(scope)).isEqualTo("done");
        Coroutine<String> at = timeoutAt(seconds(13), t -> work(2));
        assertThat(await(thrownBy(at))).isInstanceOf(AsyncTimeoutException.class);
        assertThat(now()).isEqualTo(13);
    }

    @AsyncTest
    void deadlineThatHasPassedExpiresAtTheFirstSuspension() {
        await(sleep(seconds(5)));
        List<String> trail = new ArrayList<>();
        for (Duration past : List.of(seconds(-1), seconds(2), seconds(5))) {
            Coroutine<Void> scope = timeoutAt(past, t -> {
                trail.add("body");
                await(sleep(0));
                trail.add("after a yield");
                await(sleep(0));
                trail.add("never");
                return Coroutine.done();
            });
            Throwable e = await(thrownBy(scope));
            assertThat(e).isInstanceOf(AsyncTimeoutException.class);
        }
        // the expiry is a callback of the next round, and so is a yield: it was first
        assertThat(trail).containsExactly("body", "body", "body");
        int value = await(timeout(Duration.ZERO, t -> Coroutine.of(1)));
        assertThat(value).isEqualTo(1);
    }

    @AsyncTest
    void withoutADeadlineUntilThereIsOne() {
        Timeout t = Timeout.after(null);
        Coroutine<String> scope = t.run(() -> {
            await(sleep(seconds(100)));
            assertThat(t.when()).isNull();
            t.reschedule(seconds(101));
            return work(5);
        });
        assertThat(await(thrownBy(scope))).isInstanceOf(AsyncTimeoutException.class);
        assertThat(now()).isEqualTo(101);
    }

    @AsyncTest
    void rescheduleMovesTheDeadlineBothWays() {
        Timeout later = Timeout.at(seconds(1));
        await(later.run(() -> {
            later.reschedule(seconds(10));
            return work(5);
        }));
        Timeout earlier = Timeout.at(seconds(100));
        Coroutine<String> scope = earlier.run(() -> {
            earlier.reschedule(seconds(7));
            return work(50);
        });
        assertThat(await(thrownBy(scope))).isInstanceOf(AsyncTimeoutException.class);
        assertThat(now()).isEqualTo(7);
        Timeout never = Timeout.at(seconds(8));
        await(never.run(() -> {
            never.reschedule(null);
            return work(50);
        }));
        assertThat(never.isExpired()).isFalse();
        assertThat(now()).isEqualTo(57);
    }

    @AsyncTest
    void rescheduleIsRefusedWhereThereIsNothingToMove() {
        Timeout t = Timeout.after(seconds(1));
        assertThatIllegalStateException()
                .isThrownBy(() -> t.reschedule(seconds(2)))
                .withMessageContaining("has not been entered");
        Coroutine<Void> scope = t.run(() -> {
            try {
                await(sleep(seconds(5)));
            } finally {
                assertThat(t.isExpired()).isTrue();
                assertThatIllegalStateException()
                        .isThrownBy(() -> t.reschedule(seconds(9)))
                        .withMessageContaining("expiring");
            }
            return Coroutine.done();
        });
        assertThat(await(thrownBy(scope))).isInstanceOf(AsyncTimeoutException.class);
        assertThatIllegalStateException().isThrownBy(() -> t.reschedule(null)).withMessageContaining("expired");
        Timeout finished = Timeout.after(seconds(1));
        await(finished.run(Coroutine::done));
        assertThatIllegalStateException()
                .isThrownBy(() -> finished.reschedule(seconds(9)))
                .withMessageContaining("finished");
    }

    @AsyncTest
    void runsOnce() {
        Timeout t = Timeout.after(seconds(9));
        Coroutine<Throwable> inside = t.run(() -> thrownBy(t.run(() -> work(1))));
        assertThat(await(inside)).hasMessageContaining("already been entered");
        assertThat(await(thrownBy(t.run(() -> work(1))))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void needsALoopAndABody() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Timeout.after(seconds(1)))
                .withMessageContaining("no running loop");
        assertThatThrownBy(() -> timeout(seconds(1), null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Timeout.at(null).run(null)).isInstanceOf(NullPointerException.class);
    }

    @AsyncTest
    void cancellationFromOutsideIsNotTakenForATimeout() {
        Task<String> task = createTask(timeout(seconds(5), t -> work(9)));
        await(sleep(seconds(2)));
        task.cancel("from outside");
        Throwable e = await(thrownBy(task));
        assertThat(e).isInstanceOf(CancelledError.class).hasMessage("from outside");
        assertThat(task.cancelling()).isEqualTo(1);
    }

    @AsyncTest
    void cancellationFromOutsideInTheInstantOfTheDeadlineWins() {
        Task<String> task = createTask(timeout(seconds(5), t -> work(9)));
        await(sleep(seconds(5)));
        task.cancel("from outside");
        assertThat(await(thrownBy(task))).isInstanceOf(CancelledError.class);
        assertThat(task.isCancelled()).isTrue();
        assertThat(task.cancelling()).isEqualTo(1);
    }

    @AsyncTest
    void requestsMadeBeforeTheScopeAreNotWithdrawn() {
        Task<?> me = currentTask();
        me.cancel();
        assertThat(await(thrownBy(sleep(0)))).isInstanceOf(CancelledError.class);
        Coroutine<String> scope = timeout(seconds(1), t -> work(5));
        assertThat(await(thrownBy(scope))).isInstanceOf(AsyncTimeoutException.class);
        assertThat(me.cancelling()).isEqualTo(1);
        assertThat(me.uncancel()).isZero();
    }

    @Test
    void otherExceptionsPassAlsoAfterTheDeadline() {
        assertThatThrownBy(() -> run(() -> timeout(seconds(1), t -> {
                    try {
                        await(sleep(seconds(5)));
                    } catch (CancelledError e) {
                        throw new IOException("disk");
                    }
                    return Coroutine.done();
                })))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
    }

    @AsyncTest
    void bodyThatIgnoresTheCancellationGivesItsValue() {
        Timeout t = Timeout.after(seconds(1));
        String value = await(t.run(() -> {
            await(thrownBy(sleep(seconds(5))));
            return work(2);
        }));
        assertThat(value).isEqualTo("done");
        assertThat(t.isExpired()).isTrue();
        assertThat(now()).isEqualTo(3);
        assertThat(currentTask().cancelling()).isZero();
    }

    @Test
    void checkedExceptionsKeepTheirTypes() throws Exception {
        run(() -> {
            try {
                await(timeout(
                        seconds(1),
                        outer -> timeout(seconds(2), inner -> {
                            throw new IOException("read");
                        })));
            } catch (IOException e) {
                assertThat(e).hasMessage("read");
                return Coroutine.of(true);
            }
            return Coroutine.of(false);
        });
    }

    @AsyncTest
    void tellsWhatItIs() {
        Timeout t = Timeout.at(seconds(4));
        assertThat(t).hasToString("Timeout[created, when=PT4S]");
        await(t.run(Coroutine::done));
        assertThat(t).hasToString("Timeout[finished, when=PT4S]");
    }
}
