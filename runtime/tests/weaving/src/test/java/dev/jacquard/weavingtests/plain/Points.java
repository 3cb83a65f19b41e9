package dev.jacquard.weavingtests.plain;

import dev.jacquard.weavingtests.harness.Mishap;
import dev.jacquard.weavingtests.harness.PointFailure;
import dev.jacquard.weavingtests.harness.Run;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Points of a plain run: they give their value or throw at once. */
public final class Points {
    private Points() {}

    public static <T> Awaitable<T> point(T value) {
        Throwable mishap = mishap();
        return mishap == null ? Coroutine.of(value) : Coroutine.failed(mishap);
    }

    public static <T> Awaitable<T> point(int site, T value) {
        return point(value);
    }

    public static <T> Awaitable<T> point(int site, int caller, T value) {
        return point(value);
    }

    public static <T> Awaitable<T> fails(Throwable exception) {
        Throwable mishap = mishap();
        return Coroutine.failed(mishap == null ? exception : mishap);
    }

    public static <T> CompletionStage<T> stage(int site, T value) {
        return stage(value);
    }

    public static <T> CompletionStage<T> stage(T value) {
        Throwable mishap = mishap();
        return mishap == null ? CompletableFuture.completedFuture(value) : CompletableFuture.failedFuture(mishap);
    }

    private static Throwable mishap() {
        Run run = Run.current();
        int number = run.nextPoint();
        Mishap mishap = run.plan().mishaps().get(number);
        if (mishap == null) {
            return null;
        }
        return mishap == Mishap.FAILURE ? new PointFailure(number) : new CancelledError();
    }
}
