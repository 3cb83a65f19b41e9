package dev.jacquard.testing.schedules;

import dev.jacquard.loop.JobKind;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule may reorder beside the steps of tasks and the results of threads, which are always free. asyncio
 * promises these orders: a program may rely on them.
 */
public enum Freedom {
    /** Callbacks: of {@code callSoon}, of futures that are done, of a gathering. They may overtake one another. */
    CALLBACKS('c', JobKind.CALLBACK),

    /** Timers that are due together: sleeps, timeouts, {@code callLater}. */
    TIMERS('t', JobKind.TIMER);

    final char letter;
    final int bit;

    Freedom(char letter, JobKind kind) {
        this.letter = letter;
        this.bit = kind.bit();
    }

    /** What is free always. */
    static final int ALWAYS = JobKind.STEP.bit() | JobKind.RESULT.bit();

    static int bits(Iterable<Freedom> freedoms) {
        int bits = ALWAYS;
        for (Freedom f : freedoms) {
            bits |= f.bit;
        }
        return bits;
    }

    static @Nullable Freedom of(char letter) {
        for (Freedom f : values()) {
            if (f.letter == letter) {
                return f;
            }
        }
        return null;
    }
}
