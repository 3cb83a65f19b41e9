package dev.jacquard.weavingtests.harness;

import dev.jacquard.Asyncio;
import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What programs await. Each call is one point of the run; the run's plan says whether it suspends, and what comes of
 * it. The plain twin of this class only gives values and throws.
 */
public final class Points {
    private Points() {}

    /** Gives a value. */
    public static <T> Awaitable<T> point(T value) {
        return point(-1, value);
    }

    /** Gives a value at a site of the program. */
    public static <T> Awaitable<T> point(int site, T value) {
        return awaitable(site, -1, value, null);
    }

    /** Gives a value at a site in a method that was called from another site. */
    public static <T> Awaitable<T> point(int site, int caller, T value) {
        return awaitable(site, caller, value, null);
    }

    /** Fails. */
    public static <T> Awaitable<T> fails(Throwable exception) {
        return awaitable(-1, -1, null, exception);
    }

    /** Gives a value by way of a stage. */
    public static <T> CompletionStage<T> stage(T value) {
        return stage(-1, value);
    }

    /** Gives a value by way of a stage, at a site of the program. */
    public static <T> CompletionStage<T> stage(int site, T value) {
        Run run = Run.current();
        int number = run.nextPoint();
        Mishap mishap = run.plan().mishaps().get(number);
        CompletableFuture<T> stage = new CompletableFuture<>();
        Runnable completion = mishap == Mishap.FAILURE
                ? () -> stage.completeExceptionally(new PointFailure(number))
                : () -> stage.complete(value);
        if (!run.plan().suspendsAt(number)) {
            completion.run();
            return stage;
        }
        run.suspended(site);
        settle(mishap, completion);
        return stage;
    }

    private static <T> Awaitable<T> awaitable(int site, int caller, T value, Throwable exception) {
        Run run = Run.current();
        int number = run.nextPoint();
        Mishap mishap = run.plan().mishaps().get(number);
        Throwable failure = mishap == Mishap.FAILURE ? new PointFailure(number) : exception;
        int kind = Math.floorMod(run.plan().salt() + number, 3);
        if (!run.plan().suspendsAt(number)) {
            return ready(kind, value, failure);
        }
        if (kind == 0 && mishap != Mishap.CANCELLATION) {
            credit(run, site, caller);
            return later(mishap, value, failure);
        }
        return () -> {
            credit(run, site, caller);
            if (kind == 1 && failure == null && mishap == null) {
                return Asyncio.sleep(Duration.ZERO, value);
            }
            return later(mishap, value, failure).asCoroutine();
        };
    }

    private static void credit(Run run, int site, int caller) {
        run.suspended(site);
        if (caller >= 0) {
            run.suspendedSites().set(caller);
        }
    }

    private static <T> Awaitable<T> ready(int kind, T value, Throwable failure) {
        Coroutine<T> coroutine = failure == null ? Coroutine.of(value) : Coroutine.failed(failure);
        switch (kind) {
            case 0:
                Promise<T> promise = new Promise<>();
                complete(promise, value, failure);
                return promise;
            case 1:
                return coroutine;
            default:
                return () -> coroutine;
        }
    }

    private static <T> Promise<T> later(Mishap mishap, T value, Throwable failure) {
        Promise<T> promise = new Promise<>();
        settle(mishap, () -> complete(promise, value, failure));
        return promise;
    }

    private static void settle(Mishap mishap, Runnable completion) {
        EventLoop loop = Asyncio.getRunningLoop();
        if (mishap == Mishap.CANCELLATION) {
            Task<?> task = Asyncio.currentTask();
            loop.callSoon(() -> task.cancel());
        } else {
            loop.callSoon(completion);
        }
    }

    private static <T> void complete(Promise<T> promise, T value, Throwable failure) {
        if (failure == null) {
            promise.setResult(value);
        } else {
            promise.setException(failure);
        }
    }
}
