package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * What is current on one thread: the running loop and the context. A running loop keeps its
 * thread's object, so that switching tasks writes a plain field and looks nothing up.
 */
final class Current {
    private static final ThreadLocal<Current> OF_THREAD = ThreadLocal.withInitial(Current::new);

    @Nullable BaseEventLoop loop;
    Context context = new Context();

    static Current get() {
        return OF_THREAD.get();
    }

    /** The loop that runs on this thread; what was tried is named if there is none. */
    static BaseEventLoop loop(String what) {
        BaseEventLoop loop = get().loop;
        if (loop == null) {
            throw noLoop(what);
        }
        return loop;
    }

    static IllegalStateException noLoop(String what) {
        return new IllegalStateException(
                what
                        + ": no running loop on thread \""
                        + Thread.currentThread().getName()
                        + "\". Call it in a coroutine that was started by Asyncio.run(...).");
    }
}
