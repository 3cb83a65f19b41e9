package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A future as a CompletableFuture whose cancellation cancels the future. */
final class FutureStage<T extends @Nullable Object> extends CompletableFuture<T> {
    private final Future<T> future;

    private FutureStage(Future<T> future) {
        this.future = future;
    }

    static <T extends @Nullable Object> CompletableFuture<T> of(Future<T> future) {
        FutureStage<T> stage = new FutureStage<>(future);
        future.addCallback(stage.link());
        return stage;
    }

    /** Completes the stage when the future is done. */
    private Job link() {
        return new Job() {
            @Override
            protected void run(JobLoop on) {
                settle();
            }
        };
    }

    @SuppressWarnings({"unchecked", "NullAway"})
    private void settle() {
        switch (future.state) {
            case Future.DONE -> complete((T) future.result);
            case Future.CANCELLED -> super.cancel(false);
            default -> {
                if (isDone()) {
                    return; // nobody learns of the exception by this: it counts as unseen
                }
                Throwable e = future.takeProblem();
                if (e instanceof CancelledError) {
                    super.cancel(false);
                } else {
                    completeExceptionally(e);
                }
            }
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            future.loop.offer(new Job() {
                @Override
                protected void run(JobLoop on) {
                    future.cancel();
                }
            });
        }
        return cancelled;
    }

    /** Stages made of this one are ordinary. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
