package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCondition;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.HashSet;
import java.util.Set;

/**
 * Orders steps of several tasks: step n begins when step n-1 has ended. trio's {@code Sequencer}.
 *
 * <pre>{@code
 * // one task                                   another
 * try (var s = await(seq.step(0))) { ... }
 *                                               try (var s = await(seq.step(1))) { ... }
 * try (var s = await(seq.step(2))) { ... }
 * }</pre>
 */
public final class Sequencer {
    private final AsyncCondition changed = new AsyncCondition();
    private final Set<Integer> taken = new HashSet<>();
    private int current;
    private boolean broken;

    /** At step 0. Made while the loop runs. */
    public Sequencer() {}

    /**
     * Waits until all steps before have ended; the step ends when what this gives is closed. If a task is cancelled
     * while it waits, all that wait for steps fail, as theirs would never come.
     *
     * @param n the step, from 0 on; each is taken once
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if it was taken already, or a task that waited was cancelled
     */
    public Coroutine<Step> step(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("A negative step: " + n);
        }
        return taken(n);
    }

    @Async
    private Coroutine<Step> taken(int n) {
        if (!taken.add(n)) {
            throw new IllegalStateException("Step " + n + " was taken already");
        }
        boolean reached = false;
        try {
            try (var held = await(changed.acquire())) {
                await(changed.waitFor(() -> broken || current == n));
            }
            reached = true;
        } finally {
            if (!reached) {
                broken = true;
                await(signal());
            }
        }
        if (broken) {
            throw new IllegalStateException("Step " + n + " never comes: a task that waited for a step was cancelled");
        }
        return Coroutine.of(new Step(this, n));
    }

    @Async
    private Coroutine<Void> signal() {
        try (var held = await(changed.acquire())) {
            changed.signalAll();
        }
        return Coroutine.done();
    }

    /** A step that is going on. */
    public static final class Step implements dev.jacquard.AsyncCloseable {
        private final Sequencer sequencer;
        private final int n;
        private boolean ended;

        Step(Sequencer sequencer, int n) {
            this.sequencer = sequencer;
            this.n = n;
        }

        /** Ends it: the next one may begin. */
        @Override
        public Coroutine<Void> closeAsync() {
            if (ended) {
                return Coroutine.done();
            }
            ended = true;
            sequencer.current = n + 1;
            return sequencer.signal();
        }

        @Override
        public String toString() {
            return "Step[" + n + (ended ? ", ended]" : "]");
        }
    }

    @Override
    public String toString() {
        return "Sequencer[at step " + current + "]";
    }
}
