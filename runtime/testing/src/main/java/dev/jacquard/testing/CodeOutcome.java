package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.currentTask;

import dev.jacquard.AnyAwaitable;
import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.LoopExit;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came of some code that an assertion ran. */
record CodeOutcome(@Nullable Object result, @Nullable Throwable thrown) {
    /**
     * Runs it in the running task. What it throws is thrown on if it is no matter of the assertion: the task itself was
     * cancelled meanwhile, or the loop or the JVM is to end.
     */
    @Async
    static Coroutine<CodeOutcome> of(AsyncExecutable code) {
        int before = cancelling();
        try {
            return Coroutine.of(new CodeOutcome(await(begun(code)), null));
        } catch (Throwable e) {
            if (cancelling() > before || e instanceof LoopExit || e instanceof VirtualMachineError) {
                throw Sneaky.of(e);
            }
            return Coroutine.of(new CodeOutcome(null, e));
        }
    }

    private static int cancelling() {
        Task<?> task = currentTask();
        return task == null ? 0 : task.cancelling();
    }

    /** Its coroutine, which nobody has to have made in an {@code @Async} way. */
    static Coroutine<?> begun(AsyncExecutable code) throws Exception {
        return Objects.requireNonNull(code.execute(), "The code gave null, not a coroutine");
    }

    /** An awaitable as code. */
    static AsyncExecutable awaiting(AnyAwaitable<?> awaitable) {
        Objects.requireNonNull(awaitable, "awaitable is null");
        return () -> ((Awaitable<?>) awaitable).asCoroutine();
    }

    /** In words, for messages. */
    String text() {
        if (thrown != null) {
            return "it threw " + thrown;
        }
        return result instanceof CharSequence ? "it returned \"" + result + '"' : "it returned " + result;
    }

    /** A time as messages show it. */
    static String text(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
