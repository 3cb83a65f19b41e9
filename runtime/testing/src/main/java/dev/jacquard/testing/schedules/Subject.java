package dev.jacquard.testing.schedules;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is run again and again: a program, or a test with its fixtures. */
@FunctionalInterface
interface Subject {
    /**
     * Runs it once, on a fresh loop whose scheduler is the recorder.
     *
     * @return what it fails with, or null
     */
    @Nullable
    Throwable run(Recorder recorder);

    /** A program. */
    static Subject of(Program program) {
        Objects.requireNonNull(program, "program");
        return recorder -> ScheduledRun.run(program, recorder);
    }
}
