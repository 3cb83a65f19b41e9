package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A future that follows a stage, which may complete on any thread; cancelling it cancels the stage. */
final class StageFuture extends ArrivingFuture<@Nullable Object> {
    private final CompletionStage<?> stage;

    private StageFuture(BaseEventLoop loop, CompletionStage<?> stage) {
        super(loop);
        this.stage = stage;
    }

    static StageFuture follow(BaseEventLoop loop, CompletionStage<?> stage) {
        StageFuture future = new StageFuture(loop, stage);
        loop.outsideHope(1);
        boolean accepted = false;
        try {
            stage.whenComplete(future::completed);
            accepted = true;
        } finally {
            if (!accepted && future.state == PENDING) {
                future.complete(CANCELLED, null); // should it call all the same
                loop.outsideHope(-1);
            }
        }
        return future;
    }

    private void completed(@Nullable Object value, @Nullable Throwable e) {
        if (loop.isHere()) {
            arrived(value, e); // at once, as Python 3.15 does
        } else {
            post(value, e);
        }
    }

    @Override
    void arrived(@Nullable Object value, @Nullable Throwable e) {
        if (state != PENDING) {
            return;
        }
        loop.outsideHope(-1);
        if (e == null) {
            complete(DONE, value);
        } else {
            Throwable original = StageFailure.unwrap(e);
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
                loop.schedule(new Job() {
                    @Override
                    protected void run(JobLoop on) {
                        tryToCancel();
                    }
                });
            } else {
                tryToCancel();
            }
        }
        return super.cancel(message);
    }

    private void tryToCancel() {
        try {
            cancelStage(stage);
        } catch (LoopExit e) {
            throw e;
        } catch (Throwable e) { // no reason for the loop to end
            loop.callExceptionHandler(new ErrorContext("Exception when cancelling the stage " + stage, e, this));
        }
    }

    static void cancelStage(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException e) {
            // a stage that cannot be seen as a future cannot be cancelled
        }
    }
}
