package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.Awaitable;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Handle;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Assertions about whether something lets other tasks run. trio's {@code assert_checkpoints}. */
public final class Suspending {
    private Suspending() {}

    /**
     * Awaits something, and fails if the task was not suspended by it: no other task could run.
     *
     * @return its result
     * @throws AssertionError if it did not suspend, whether it returns or throws
     */
    @Async
    public static <T extends @Nullable Object> Coroutine<T> assertSuspends(Awaitable<T> awaitable) {
        Probe probe = new Probe(false);
        try {
            T value = await(awaitable);
            probe.requireSuspended(awaitable, null);
            return Coroutine.of(value);
        } catch (AssertionError e) {
            throw e;
        } catch (Exception e) {
            probe.requireSuspended(awaitable, e);
            throw e;
        } finally {
            probe.end();
        }
    }

    /**
     * Awaits something, and fails if it suspends the task; then it is cancelled.
     *
     * @return its result
     * @throws AssertionError if it suspends; the message tells where
     */
    @Async
    public static <T extends @Nullable Object> Coroutine<T> assertDoesNotSuspend(Awaitable<T> awaitable) {
        Probe probe = new Probe(true);
        try {
            T value = await(awaitable);
            probe.requireNotSuspended(awaitable, null);
            return Coroutine.of(value);
        } catch (CancelledError e) {
            probe.requireNotSuspended(awaitable, e);
            throw e;
        } finally {
            probe.end();
        }
    }

    /**
     * Waits until every other task is blocked; virtual time does not pass. On a loop with a {@link TestClock}, as that
     * of {@link AsyncTest}.
     *
     * @throws IllegalStateException if the running test has none
     */
    public static Coroutine<Void> allTasksBlocked() {
        AsyncTester tester = AsyncTester.current();
        if (tester == null) {
            throw new IllegalStateException(
                    "No test of @AsyncTest or AsyncTester is running on this thread. Elsewhere use"
                            + " TestClock.allTasksBlocked() of the loop's clock.");
        }
        return tester.clock().allTasksBlocked();
    }

    /** A callback runs in the next round only if the task gives the loop back before. */
    private static final class Probe {
        private final Task<?> task = Objects.requireNonNull(currentTask());
        private final Handle handle;
        private final boolean cancels;
        private boolean suspended;
        private String where = "";

        Probe(boolean cancels) {
            this.cancels = cancels;
            handle = getRunningLoop().callSoon(this::looked);
        }

        private void looked() {
            suspended = true;
            where = task.toString();
            if (cancels) {
                task.cancel();
            }
        }

        void end() {
            handle.cancel();
        }

        void requireSuspended(Awaitable<?> what, @Nullable Throwable thrown) {
            if (!suspended) {
                throw new AssertionError(what + " did not suspend", thrown);
            }
        }

        void requireNotSuspended(Awaitable<?> what, @Nullable CancelledError e) {
            if (suspended && (task.uncancel() == 0 || e == null)) {
                throw new AssertionError(what + " suspended: " + where);
            }
        }
    }
}
