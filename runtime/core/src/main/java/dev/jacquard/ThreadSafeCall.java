package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The result of a task that is to be started on another thread's loop. */
final class ThreadSafeCall<T extends @Nullable Object> extends CompletableFuture<T> {
    private final BaseEventLoop loop;
    private @Nullable Task<T> task; // on the loop's thread

    /** Other threads may wait for them, so they are told when the loop is closed. */
    static final class Unfinished extends LoopPart {
        private final Set<ThreadSafeCall<?>> calls = new HashSet<>();

        @Override
        void loopClosed() {
            for (ThreadSafeCall<?> call : List.copyOf(calls)) {
                call.loopClosed();
            }
        }
    }

    private ThreadSafeCall(BaseEventLoop loop) {
        this.loop = loop;
    }

    static <T extends @Nullable Object> CompletableFuture<T> start(Coroutine<T> coroutine, BaseEventLoop loop) {
        if (!coroutine.isNew()) {
            throw coroutine.notNew();
        }
        ThreadSafeCall<T> call = new ThreadSafeCall<>(loop);
        loop.post(call.new Start(coroutine));
        return call;
    }

    /** Starts the task, in a copy of the caller's context. */
    private final class Start extends Handle {
        private final Coroutine<T> coroutine;

        Start(Coroutine<T> coroutine) {
            super(ThreadSafeCall.this.loop, () -> startTask(coroutine), Context.copyCurrent());
            this.coroutine = coroutine;
        }

        @Override
        protected void discarded() {
            coroutine.close();
            loopClosed();
        }
    }

    private void startTask(Coroutine<T> coroutine) {
        try {
            Task<T> t = loop.createTask(coroutine);
            task = t;
            loop.part(Unfinished.class).calls.add(this);
            if (isDone()) { // cancelled meanwhile: the task is made all the same, as in asyncio
                loop.callSoonThreadSafe(t::cancel);
            }
            t.addDoneCallback(this::settle);
        } catch (Throwable e) {
            completeExceptionally(e);
            throw e;
        }
    }

    /** Nothing will happen any more; who waits on another thread would wait for ever. */
    private void loopClosed() {
        completeExceptionally(new IllegalStateException("The event loop was closed before the task was done"));
    }

    private void settle(Future<T> done) {
        loop.part(Unfinished.class).calls.remove(this);
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
        if (cancelled && loop.isHere()) {
            cancelTask();
        } else if (cancelled) {
            loop.offer(new Job() {
                @Override
                protected void run(JobLoop on) {
                    cancelTask();
                }
            });
        }
        return cancelled;
    }

    private void cancelTask() {
        Task<T> t = task;
        if (t != null) {
            t.cancel();
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
