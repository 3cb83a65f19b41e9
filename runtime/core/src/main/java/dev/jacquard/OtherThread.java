package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Calls of blocking functions on other threads. */
final class OtherThread {
    private OtherThread() {}

    /** {@link Asyncio#toThread(Callable)}, or {@link Asyncio#toThreadInterruptibly}. */
    @Async
    static <T extends @Nullable Object> Coroutine<T> call(Callable<T> blocking, boolean interruptibly) {
        BaseEventLoop loop = Current.loop(interruptibly ? "toThreadInterruptibly()" : "toThread()");
        Context context = loop.copyContext();
        Callable<T> inContext = () -> context.call(blocking);
        return Coroutine.of(await(
                interruptibly
                        ? loop.runInExecutorInterruptibly(null, inContext)
                        : loop.runInExecutor(null, inContext)));
    }
}
