package dev.jacquard.conformance;

import dev.jacquard.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call to the loop's own thread as Pythons before 3.15 had it: result and cancellation go by
 * {@code call_soon_threadsafe}, so that each takes a round more.
 */
final class SlowStage extends CompletableFuture<@Nullable Object> {
    private final CompletableFuture<?> call;
    private final EventLoop loop;

    private SlowStage(CompletableFuture<?> call, EventLoop loop) {
        this.call = call;
        this.loop = loop;
    }

    static SlowStage of(CompletableFuture<?> call, EventLoop loop) {
        SlowStage stage = new SlowStage(call, loop);
        CompletionStage<?> source = call;
        source.whenComplete((value, e) -> loop.callSoon(() -> stage.settle(value, e)));
        return stage;
    }

    private void settle(@Nullable Object value, @Nullable Throwable e) {
        if (e == null) {
            complete(value);
        } else {
            completeExceptionally(e);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            loop.callSoon(() -> call.cancel(mayInterruptIfRunning));
        }
        return cancelled;
    }
}
