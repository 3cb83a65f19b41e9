package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobKind;
import dev.jacquard.loop.JobLoop;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A future that follows a stage, which may complete on any thread; cancelling it cancels the stage.
 */
final class StageFuture extends Future<@Nullable Object> {
    private final CompletionStage<?> stage;

    private StageFuture(BaseEventLoop loop, CompletionStage<?> stage) {
        super(loop);
        this.stage = stage;
    }

    static StageFuture follow(BaseEventLoop loop, CompletionStage<?> stage) {
        StageFuture future = new StageFuture(loop, stage);
        loop.outsideHope(1);
        stage.whenComplete(future::arrived);
        return future;
    }

    private void arrived(@Nullable Object value, @Nullable Throwable e) {
        Job settle =
                new Job() {
                    @Override
                    protected JobKind kind() {
                        return JobKind.RESULT;
                    }

                    @Override
                    protected void run(JobLoop on) {
                        settle(value, e);
                    }
                };
        if (loop.isHere()) {
            loop.schedule(settle);
        } else {
            loop.offer(settle);
        }
    }

    private void settle(@Nullable Object value, @Nullable Throwable e) {
        if (state != PENDING) {
            return;
        }
        loop.outsideHope(-1);
        if (e == null) {
            complete(DONE, value);
        } else {
            Throwable original = unwrap(e);
            if (original instanceof CancelledError) {
                complete(CANCELLED, original.getMessage());
            } else {
                fail(original);
            }
        }
    }

    @Override
    public boolean cancel(@Nullable String message) {
        if (state == PENDING) {
            loop.outsideHope(-1);
            if (loop.isHere()) {
                // as in asyncio, where this is the first of the future's callbacks
                loop.schedule(
                        new Job() {
                            @Override
                            protected void run(JobLoop on) {
                                cancelStage(stage);
                            }
                        });
            } else {
                cancelStage(stage);
            }
        }
        return super.cancel(message);
    }

    static void cancelStage(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException e) {
            // a stage that cannot be seen as a future cannot be cancelled
        }
    }

    /**
     * The exception with which the stage was completed, without what the stage has wrapped around
     * it.
     */
    static Throwable unwrap(Throwable e) {
        Throwable t = e;
        while (t instanceof CompletionException && t.getCause() != null) {
            t = t.getCause();
        }
        if (t instanceof CancellationException) {
            return new CancelledError(t.getMessage());
        }
        return t;
    }
}
