package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of the wait family: waits until enough of the futures are done. */
final class Waiting<F extends Future<?>> {
    /** Which futures are enough. */
    enum Until {
        ANY("waitAny"),
        FIRST_EXCEPTION("waitFirstException"),
        ALL("waitAll");

        private final String method;

        Until(String method) {
            this.method = method;
        }

        private boolean isEnough(Future<?> completed) {
            return switch (this) {
                case ANY -> true;
                case FIRST_EXCEPTION -> !completed.isCancelled() && completed.exception() != null;
                case ALL -> false;
            };
        }
    }

    private final Until until;
    private final Set<F> futures;
    private final Gate gate;
    private final Consumer<Future<?>> callback = this::completed;
    private @Nullable TimerHandle timer;
    private int left;

    private Waiting(BaseEventLoop loop, Until until, Set<F> futures) {
        this.until = until;
        this.futures = futures;
        this.gate = new Gate(loop, this, this::pending);
        this.left = futures.size();
    }

    /** The coroutine of a call; checks what can be checked without waiting. */
    static <F extends Future<?>> Coroutine<Waited<F>> of(
            Until until, Collection<F> futures, @Nullable Duration timeout) {
        Objects.requireNonNull(futures, "futures is null");
        return run(until, futures, timeout);
    }

    @Async
    private static <F extends Future<?>> Coroutine<Waited<F>> run(
            Until until, Collection<F> futures, @Nullable Duration timeout) {
        BaseEventLoop loop = Current.loop(until.method + "()");
        Set<F> set = Given.futures(until.method + "()", loop, futures);
        if (set.isEmpty()) {
            throw new IllegalArgumentException(until.method + "() of no futures: it would never be done");
        }
        Waiting<F> waiting = new Waiting<>(loop, until, set);
        try {
            waiting.start(timeout, loop);
            await(waiting.gate);
        } finally {
            waiting.end();
        }
        return Coroutine.of(waiting.result());
    }

    private void start(@Nullable Duration timeout, BaseEventLoop loop) {
        if (timeout != null) {
            timer = loop.callLater(timeout, gate::open);
        }
        for (F future : futures) {
            future.addDoneCallback(callback);
        }
    }

    private void completed(Future<?> future) {
        left--;
        if (left <= 0 || until.isEnough(future)) { // in this order: isEnough may see an exception
            cancelTimer();
            gate.open();
        }
    }

    private void end() {
        cancelTimer();
        for (F future : futures) {
            future.removeDoneCallback(callback);
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private Set<F> pending() {
        Set<F> pending = new LinkedHashSet<>(futures);
        pending.removeIf(Future::isDone);
        return pending;
    }

    private Waited<F> result() {
        Set<F> pending = pending();
        Set<F> done = new LinkedHashSet<>(futures);
        done.removeAll(pending);
        return new Waited<>(done, pending);
    }

    @Override
    public String toString() {
        return until.method + "[" + left + " of " + futures.size() + " pending]";
    }
}
