package dev.jacquard;

import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Frame;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Drives an {@code @Async} method that returns a stage and was called without a running loop: on
 * the caller's thread, then on the thread that completes what it awaits.
 */
final class StageDriver extends BaseDriver {
    private final Result result = new Result(this);
    private final Context context = Context.copyCurrent(); // as a task has its own
    private @Nullable Frame first; // of the current step
    private @Nullable Frame next; // of the one after it
    private @Nullable Arrival arrival; // of the stage for which the current step waits
    private volatile @Nullable CompletionStage<?> awaited; // for whoever cancels
    private volatile boolean cancelRequested;

    private StageDriver() {}

    static CompletableFuture<@Nullable Object> start(Coroutine<?> coroutine) {
        StageDriver driver = new StageDriver();
        if (!coroutine.isNew()) {
            throw coroutine.notNew();
        }
        coroutine.untrack();
        driver.go(coroutine.root(), null);
        return driver.result;
    }

    /**
     * Steps until it has to wait: exactly one of this thread and the completing one goes on after
     * that.
     */
    private void go(Frame from, @Nullable Object with) {
        Frame frame = from;
        Object value = with;
        for (; ; ) {
            first = frame;
            next = frame;
            Object v = stepInContext(frame, value);
            if (v != Driver.SUSPENDED) {
                finish(v);
                return;
            }
            frame = started(next);
            Arrival a = Objects.requireNonNull(arrival);
            arrival = null;
            a.frame = frame;
            if (a.comeFirst()) {
                return;
            }
            value = a.value;
        }
    }

    @Override
    protected @Nullable Frame first() {
        return first;
    }

    @Override
    protected void suspendedAt(Frame innermost) {
        next = innermost;
    }

    /** Left before the next step can begin, which may be on another thread. */
    private @Nullable Object stepInContext(Frame frame, @Nullable Object value) {
        Current here = Current.get();
        Context before = here.enter(context);
        try {
            return run(frame, value);
        } finally {
            here.enter(before);
        }
    }

    private void finish(@Nullable Object v) {
        if (v instanceof Failure failure) {
            Throwable e = failure.exception();
            if (e instanceof CancelledError) {
                result.end();
            } else {
                result.completeExceptionally(e);
            }
        } else {
            result.complete(v);
        }
    }

    @Override
    Object awaitStage(CompletionStage<?> stage) {
        if (cancelRequested) {
            cancelRequested = false;
            StageFuture.cancelStage(stage);
            throw new CancelledError();
        }
        Arrival a = new Arrival(this);
        arrival = a;
        awaited = stage;
        stage.whenComplete(a::arrived);
        if (cancelRequested) { // it came between
            cancelRequested = false;
            StageFuture.cancelStage(stage);
        }
        return SUSPENDED;
    }

    private void cancel() {
        cancelRequested = true;
        CompletionStage<?> stage = awaited;
        if (stage != null) {
            cancelRequested = false;
            StageFuture.cancelStage(stage);
        }
    }

    @Override
    @Nullable Object awaitFuture(Future<?> future) throws Throwable {
        if (future.isDone()) {
            return future.result();
        }
        throw Current.noLoop("await of " + future);
    }

    @Override
    Object yieldOnce() {
        throw Current.noLoop("sleep");
    }

    @Override
    Object sleep(long nanos, @Nullable Object value) {
        throw Current.noLoop("sleep");
    }

    /**
     * Where the step that has suspended and the stage that completes meet, on whichever threads
     * they are.
     */
    private static final class Arrival extends AtomicBoolean {
        private static final long serialVersionUID = 1;

        private final transient StageDriver driver;
        @Nullable transient Frame frame;
        @Nullable transient Object value;

        Arrival(StageDriver driver) {
            this.driver = driver;
        }

        boolean comeFirst() {
            return compareAndSet(false, true);
        }

        void arrived(@Nullable Object v, @Nullable Throwable e) {
            driver.awaited = null;
            value = e == null ? v : new Failure(StageFuture.unwrap(e));
            if (!comeFirst()) {
                driver.go(Objects.requireNonNull(frame), value);
            }
        }
    }

    private static final class Result extends CompletableFuture<@Nullable Object> {
        private final StageDriver driver;

        Result(StageDriver driver) {
            this.driver = driver;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                driver.cancel();
            }
            return cancelled;
        }

        void end() {
            super.cancel(false);
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }
}
