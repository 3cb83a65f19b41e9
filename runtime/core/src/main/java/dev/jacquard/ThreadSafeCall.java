package dev.jacquard;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The result of a task that is to be started on another thread's loop. */
final class ThreadSafeCall<T extends @Nullable Object> extends CompletableFuture<T> {
    private final BaseEventLoop loop;
    private @Nullable Task<T> task; // on the loop's thread

    private ThreadSafeCall(BaseEventLoop loop) {
        this.loop = loop;
    }

    static <T extends @Nullable Object> CompletableFuture<T> start(
            Coroutine<T> coroutine, BaseEventLoop loop) {
        ThreadSafeCall<T> call = new ThreadSafeCall<>(loop);
        loop.callSoonThreadSafe(() -> call.startTask(coroutine));
        return call;
    }

    private void startTask(Coroutine<T> coroutine) {
        try {
            Task<T> t = loop.createTask(coroutine);
            task = t;
            if (isDone()) { // cancelled meanwhile: the task is made all the same, as in asyncio
                loop.callSoonThreadSafe(t::cancel);
            }
            t.addDoneCallback(this::settle);
        } catch (Throwable e) {
            completeExceptionally(e);
            throw e;
        }
    }

    private void settle(Future<T> done) {
        if (done.isCancelled()) {
            super.cancel(false);
            return;
        }
        if (isDone()) {
            return; // cancelled: nobody learns of the task's exception, so it counts as unseen
        }
        Throwable e = done.exception();
        if (e != null) {
            completeExceptionally(e);
        } else {
            complete(done.result());
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled && !loop.isClosed()) {
            loop.callSoonThreadSafe(
                    () -> {
                        Task<T> t = task;
                        if (t != null) {
                            t.cancel();
                        }
                    });
        }
        return cancelled;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
