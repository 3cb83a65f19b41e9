package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;

/** The end of Kotlin's {@code use} when its block has thrown. */
final class ClosedAfter {
    private ClosedAfter() {}

    /**
     * Closes a resource. What that throws becomes a suppressed exception of the failure, which Kotlin's code throws
     * then; but a cancellation is not hidden by an ordinary failure.
     */
    @Async
    static Coroutine<Void> failing(AutoCloseable resource, Throwable failure) throws Exception {
        try {
            if (resource instanceof AsyncCloseable async) {
                await(async.closeAsync());
            } else {
                resource.close();
            }
        } catch (Throwable e) {
            if (endsTheTask(e) && !endsTheTask(failure)) {
                e.addSuppressed(failure);
                throw e;
            }
            failure.addSuppressed(e);
        }
        return Coroutine.done();
    }

    private static boolean endsTheTask(Throwable e) {
        return e instanceof CancelledError || e instanceof LoopExit || e instanceof GeneratorExit;
    }
}
