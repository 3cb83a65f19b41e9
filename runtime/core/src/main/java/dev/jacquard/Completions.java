package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Several awaitables in the order in which they are done: what {@link Asyncio#asCompleted} gives. To be gone through
 * once, in one of two ways:
 *
 * <pre>{@code
 * for (Future<T> done : asCompleted(xs)) {        // in @Async code: waits for the next to be done
 *     T value = done.result();
 * }
 * for (Coroutine<T> next : asCompleted(xs).coroutines()) {
 *     T value = await(next);                      // each waits for the next to be done
 * }
 * }</pre>
 *
 * @param <T> the results
 */
public final class Completions<T extends @Nullable Object> implements AsyncIterable<Future<T>> {
    private final BaseEventLoop loop;
    private final Set<Future<T>> running = new LinkedHashSet<>();

    /** Those that are done and not taken, in order. */
    private final Deque<Future<T>> done = new ArrayDeque<>();

    private int late; // how many were not in time, and that is to be told
    private final WaitQueue takers = new WaitQueue(new LoopBound(this) {});

    private final Consumer<Future<T>> callback = this::completed;
    private @Nullable TimerHandle timer;
    private @Nullable String tooLate; // when the time is over: what is not done
    private int left;

    private Completions(BaseEventLoop loop) {
        this.loop = loop;
    }

    static <T extends @Nullable Object> Completions<T> of(Given given, @Nullable Duration timeout) {
        Completions<T> completions = new Completions<>(given.loop);
        completions.start(given, timeout);
        return completions;
    }

    private void start(Given given, @Nullable Duration timeout) {
        startAll(given);
        left = running.size();
        for (Future<T> future : running) {
            future.addDoneCallback(callback);
        }
        if (left > 0 && timeout != null) {
            timer = loop.callLater(timeout, () -> expire(timeout));
        }
    }

    @SuppressWarnings("unchecked")
    private void startAll(Given given) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        try {
            for (int i = 0; i < given.all.length; i++) {
                Object x = given.all[i];
                if (!Given.isOne(x) || seen.add(x)) { // the same coroutine twice is one task
                    running.add((Future<T>) given.start(i));
                }
            }
        } catch (Throwable e) {
            if (!(e instanceof LoopExit)) { // as in CPython, the others go on
                given.takeBack();
            }
            throw e;
        }
    }

    private void completed(Future<T> future) {
        if (!running.remove(future)) {
            return; // the timeout came before
        }
        done.add(future);
        takers.wakeNext();
        if (running.isEmpty() && timer != null) {
            timer.cancel();
        }
    }

    private void expire(Duration timeout) {
        tooLate = running.size()
                + " did not end "
                + AsyncTimeoutException.within(timeout)
                + ": "
                + running.stream().limit(3).map(AsyncTimeoutException::nameOf).collect(Collectors.joining(", "))
                + (running.size() > 3 ? ", ..." : "");
        for (Future<T> future : running) {
            future.removeDoneCallback(callback);
            late++;
            takers.wakeNext();
        }
        running.clear();
    }

    /** The next future that is done. */
    @Async
    private Coroutine<Future<T>> take() {
        while (isNothingThere()) {
            Waiter taker = takers.join();
            try {
                await(taker);
            } catch (Throwable e) {
                giveUp(taker);
                throw e;
            }
            takers.leave(taker);
        }
        Future<T> future = done.poll();
        if (future == null) {
            late--;
            throw new AsyncTimeoutException(tooLate);
        }
        return Coroutine.of(future);
    }

    private boolean isNothingThere() {
        return done.isEmpty() && late == 0;
    }

    /** One that was woken lets the next one have it. */
    private void giveUp(Waiter taker) {
        takers.leave(taker);
        if (taker.isWoken() && !isNothingThere()) {
            takers.wakeNext();
        }
    }

    // ---- the two ways of going through ---------------------------------------------------------

    /**
     * Goes through the futures themselves, each of them done: tasks and futures that were given are the same objects.
     * To be used by a {@code for} in {@code @Async} code. {@code async for}.
     *
     * @return an iterator whose {@code hasNextAsync} throws {@link AsyncTimeoutException} for each that was not done in
     *     time
     */
    @Override
    public AsyncIterator<Future<T>> iterator() {
        return new Futures();
    }

    private final class Futures implements AsyncIterator<Future<T>> {
        private @Nullable Future<T> next;

        @Override
        @Async
        public Coroutine<Boolean> hasNextAsync() {
            if (next == null) {
                if (left == 0) {
                    return Coroutine.of(false);
                }
                try {
                    next = await(take());
                    left--;
                } catch (AsyncTimeoutException e) {
                    left--; // but not where the wait is cancelled: nothing was given
                    throw e;
                }
            }
            return Coroutine.of(true);
        }

        @Override
        public Future<T> next() {
            Future<T> future = next;
            if (future == null) {
                throw new NoSuchElementException("no next future: await hasNextAsync() first");
            }
            next = null;
            return future;
        }
    }

    /**
     * Goes through coroutines, one for each that was given. Awaiting one waits for the next to be done, and gives its
     * result or throws its exception. {@code for}.
     *
     * @return an iterable that does not wait; its coroutines throw {@link AsyncTimeoutException} for each that was not
     *     done in time
     */
    public Iterable<Coroutine<T>> coroutines() {
        return Coroutines::new;
    }

    private final class Coroutines implements Iterator<Coroutine<T>> {
        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Coroutine<T> next() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            left--;
            return result();
        }
    }

    @Async
    private Coroutine<T> result() {
        return Coroutine.of(await(take()).result());
    }

    @Override
    public String toString() {
        return "asCompleted[" + running.size() + " pending]";
    }
}
