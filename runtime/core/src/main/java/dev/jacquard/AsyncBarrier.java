package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import java.util.Locale;
import java.util.Objects;

/**
 * Holds tasks back until a number of them have come, then lets them go together; may be used again.
 * {@code asyncio.Barrier}.
 *
 * <pre>
 *   FILLING ── the last has come ──▶ DRAINING ── all have gone ──▶ FILLING
 *           ── reset, some wait ──▶ RESETTING ── all have gone ──▶ FILLING
 *   any ── abort ──▶ BROKEN ── reset ──▶ FILLING, by way of RESETTING if some wait
 * </pre>
 *
 * <p>For the tasks of one loop, not for threads.
 */
public final class AsyncBarrier {
    private enum State {
        FILLING,
        DRAINING,
        RESETTING,
        BROKEN
    }

    private final AsyncCondition changed = new AsyncCondition(this);
    private final int parties;
    private State state = State.FILLING;

    /** Tasks in the barrier: they have come and not gone. */
    private int inside;

    /**
     * A barrier.
     *
     * @param parties how many tasks it holds back, 1 or more
     * @throws IllegalArgumentException if it is less than 1
     */
    public AsyncBarrier(int parties) {
        if (parties < 1) {
            throw new IllegalArgumentException("A barrier has 1 party or more, not " + parties);
        }
        this.parties = parties;
    }

    /**
     * Waits until all parties have come. A task that comes while the last ones are still leaving waits for them first.
     * {@code Barrier.wait}.
     *
     * @return which one of them the task was, from 0 to {@code parties() - 1}
     * @throws BrokenBarrierError when awaited, if the barrier is or gets aborted, or is reset meanwhile
     * @throws CancelledError when awaited, if the task is cancelled meanwhile; the others go on waiting
     * @throws IllegalStateException when awaited, if the barrier has been waited for on another loop
     */
    @Async
    public Coroutine<Integer> waitAsync() {
        await(changed.acquire());
        try {
            await(comeIn());
            int index = inside++;
            try {
                if (inside == parties) {
                    state = State.DRAINING;
                    changed.signalAll();
                } else {
                    await(waitForTheOthers());
                }
                return Coroutine.of(index);
            } finally {
                inside--;
                goneOut();
            }
        } finally {
            changed.release();
        }
    }

    /**
     * Runs a body when all parties have come. {@code async with barrier as index}.
     *
     * @param body gets what {@link #waitAsync} gives
     * @return the body's result
     * @throws X when awaited, what the body throws
     */
    @Async
    public <T, X extends Exception> Coroutine<T> with(ThrowingAsyncFunction<? super Integer, T, X> body) throws X {
        Objects.requireNonNull(body, "body is null");
        return Coroutine.of(await(body.apply(await(waitAsync()))));
    }

    @Async
    private Coroutine<Void> comeIn() {
        await(changed.waitFor(() -> state == State.FILLING || state == State.BROKEN));
        if (state == State.BROKEN) {
            throw new BrokenBarrierError("The barrier is aborted: " + this);
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> waitForTheOthers() {
        await(changed.waitFor(() -> state != State.FILLING));
        if (state == State.BROKEN || state == State.RESETTING) {
            throw new BrokenBarrierError(
                    (state == State.BROKEN ? "The barrier was aborted: " : "The barrier was reset: ") + this);
        }
        return Coroutine.done();
    }

    private void goneOut() {
        if (inside == 0) {
            if (state == State.DRAINING || state == State.RESETTING) {
                state = State.FILLING;
            }
            changed.signalAll();
        }
    }

    /**
     * Empties the barrier, and mends a broken one: tasks that wait get a {@link BrokenBarrierError}.
     * {@code Barrier.reset}.
     *
     * @throws CancelledError when awaited, if the task is cancelled while it waits for the barrier
     */
    @Async
    public Coroutine<Void> reset() {
        await(changed.acquire());
        try {
            state = inside > 0 ? State.RESETTING : State.FILLING;
            changed.signalAll();
        } finally {
            changed.release();
        }
        return Coroutine.done();
    }

    /**
     * Breaks the barrier: tasks that wait, or come before it is {@link #reset}, get a {@link BrokenBarrierError}.
     * {@code Barrier.abort}.
     *
     * @throws CancelledError when awaited, if the task is cancelled while it waits for the barrier
     */
    @Async
    public Coroutine<Void> abort() {
        await(changed.acquire());
        try {
            state = State.BROKEN;
            changed.signalAll();
        } finally {
            changed.release();
        }
        return Coroutine.done();
    }

    /** How many tasks the barrier holds back. */
    public int parties() {
        return parties;
    }

    /** How many tasks wait for the others; 0 while they leave. {@code Barrier.n_waiting}. */
    public int nWaiting() {
        return state == State.FILLING ? inside : 0;
    }

    /** Whether it was aborted. {@code Barrier.broken}. */
    public boolean isBroken() {
        return state == State.BROKEN;
    }

    @Override
    public String toString() {
        String waiting = isBroken() ? "" : ", waiters:" + nWaiting() + "/" + parties;
        return "AsyncBarrier[" + state.name().toLowerCase(Locale.ROOT) + waiting + "]";
    }
}
