package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A deadline around a piece of code: when it has passed, the code is cancelled, and its cancellation becomes an
 * {@link AsyncTimeoutException}. {@code asyncio.Timeout}.
 *
 * <pre>
 *   CREATED ── run ──▶ ACTIVE ── the code ends ────────────────────────▶ FINISHED
 *                             ── deadline ──▶ EXPIRING ── the code ends ─▶ EXPIRED
 * </pre>
 *
 * <p>Where the scope need not outlive the lambda, {@link Asyncio#timeout} is shorter.
 */
public final class Timeout {
    private enum State {
        CREATED,
        ACTIVE,
        EXPIRING,
        EXPIRED,
        FINISHED
    }

    private State state = State.CREATED;
    private final Object what; // what is limited, for people
    private final @Nullable Duration limit; // as it was asked for
    private @Nullable Duration when;
    private boolean moved;
    private @Nullable Handle timer;
    private @Nullable Task<?> task;
    private int requestsBefore;

    private Timeout(@Nullable Duration when, @Nullable Duration limit, Object what) {
        this.when = when;
        this.limit = limit;
        this.what = what;
    }

    /**
     * A timeout some time from now. {@code asyncio.timeout}.
     *
     * @param duration how long the code may take, from this call on; null for as long as it likes (a deadline may be
     *     set later), zero or less for no longer than its first real suspension
     * @return the timeout, to be used by one {@link #run}
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static Timeout after(@Nullable Duration duration) {
        return after(duration, "The code under the timeout");
    }

    /** A timeout some time from now, for something that the message is to name. */
    static Timeout after(@Nullable Duration duration, Object what) {
        BaseEventLoop loop = Current.loop("Timeout.after()");
        return new Timeout(
                duration == null ? null : Duration.ofNanos(loop.later(BaseEventLoop.nanos(duration))), duration, what);
    }

    /**
     * A timeout at a given time. {@code asyncio.timeout_at}.
     *
     * @param when a time of the loop's clock, see {@link EventLoop#time}; null for none
     * @return the timeout, to be used by one {@link #run}
     */
    public static Timeout at(@Nullable Duration when) {
        return new Timeout(when, null, "The code under the timeout");
    }

    /** {@link Asyncio#timeout}: the time runs from where the coroutine starts. */
    @Async
    static <T extends @Nullable Object, X extends Exception> Coroutine<T> runAfter(
            @Nullable Duration duration, ThrowingAsyncFunction<? super Timeout, T, X> body) throws X {
        Timeout timeout = after(duration);
        return timeout.run(() -> body.apply(timeout));
    }

    /** {@link Asyncio#timeoutAt}. */
    @Async
    static <T extends @Nullable Object, X extends Exception> Coroutine<T> runAt(
            @Nullable Duration when, ThrowingAsyncFunction<? super Timeout, T, X> body) throws X {
        Timeout timeout = at(when);
        return timeout.run(() -> body.apply(timeout));
    }

    /**
     * Runs code under the deadline. {@code async with}.
     *
     * @param body the code; it is cancelled when the time is over
     * @return a coroutine of what the body gives. It throws {@link AsyncTimeoutException}, which says the limit and
     *     where the body was, with the {@link CancelledError} as its cause, if the body was cancelled by this timeout
     *     and by nobody else; whatever else the body throws passes as it is, also after the deadline. It throws
     *     {@link IllegalStateException} if this timeout was run before
     * @param <T> what the body gives
     * @param <X> what the body throws
     * @throws X if the body does
     */
    public <T extends @Nullable Object, X extends Exception> Coroutine<T> run(ThrowingAsyncCallable<T, X> body)
            throws X {
        return scope(Objects.requireNonNull(body, "body is null"));
    }

    @Async
    private <T extends @Nullable Object, X extends Exception> Coroutine<T> scope(ThrowingAsyncCallable<T, X> body)
            throws X {
        enter();
        T value;
        try {
            value = await(body.call());
        } catch (CancelledError e) {
            if (leave()) {
                throw new AsyncTimeoutException(AsyncTimeoutException.message(what, limit(), e), e);
            }
            throw e;
        } catch (Throwable e) {
            leave();
            throw e;
        }
        leave();
        return Coroutine.of(value);
    }

    private void enter() {
        if (state != State.CREATED) {
            throw new IllegalStateException("Timeout has already been entered: " + this);
        }
        Task<?> current = Current.loop("Timeout.run()").currentTask();
        if (current == null) {
            throw new IllegalStateException("Timeout should be used inside a task");
        }
        state = State.ACTIVE;
        task = current;
        requestsBefore = current.cancelling();
        reschedule(when);
    }

    /** Whether it has expired and no one else has asked the task to cancel since it began. */
    private boolean leave() {
        cancelTimer();
        Task<?> t = Objects.requireNonNull(task);
        task = null;
        if (state != State.EXPIRING) {
            state = State.FINISHED;
            return false;
        }
        state = State.EXPIRED;
        return t.uncancel() <= requestsBefore;
    }

    private void expire() {
        timer = null;
        Objects.requireNonNull(task).cancel();
        state = State.EXPIRING;
    }

    private void cancelTimer() {
        Handle h = timer;
        if (h != null) {
            timer = null;
            h.cancel();
        }
    }

    /** Whether the deadline has passed while the body ran, whatever came of it. */
    public boolean isExpired() {
        return state == State.EXPIRING || state == State.EXPIRED;
    }

    /** The deadline on the loop's clock, or null if there is none. */
    public @Nullable Duration when() {
        return when;
    }

    /**
     * Moves the deadline.
     *
     * @param when a time of the loop's clock, which may have passed; null for none
     * @throws IllegalStateException before the body has started, after the deadline, and after the body has ended
     */
    public void reschedule(@Nullable Duration when) {
        if (state == State.CREATED) {
            throw new IllegalStateException("Timeout has not been entered: " + this);
        }
        if (state != State.ACTIVE) {
            throw new IllegalStateException("Cannot change state of " + describe() + " Timeout");
        }
        cancelTimer();
        moved |= !Objects.equals(when, this.when);
        this.when = when;
        if (when != null) {
            BaseEventLoop loop = Objects.requireNonNull(task).loop;
            timer = BaseEventLoop.nanos(when) <= loop.nanos()
                    ? loop.callSoon(this::expire)
                    : loop.callAt(when, this::expire);
        }
    }

    private String limit() {
        return limit != null && !moved
                ? AsyncTimeoutException.within(limit)
                : "by " + when + " of the loop's clock" + (moved ? ", its new deadline" : "");
    }

    private String describe() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "Timeout[" + describe() + (when == null ? "" : ", when=" + when) + "]";
    }
}
