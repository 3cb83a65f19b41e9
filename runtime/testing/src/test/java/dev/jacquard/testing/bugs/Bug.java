package dev.jacquard.testing.bugs;

import dev.jacquard.testing.schedules.Program;
import java.util.List;

/**
 * A known concurrency bug, as a small program, and its twin without it.
 *
 * @param broken fails under some schedules, but not by FIFO
 * @param fixed fails under none
 */
record Bug(String name, Program broken, Program fixed) {
    static final List<Bug> ALL = List.of(
            new Bug("lost update across an await", LostUpdate::broken, LostUpdate::fixed),
            new Bug("check, then act", CheckThenAct::broken, CheckThenAct::fixed),
            new Bug("lock order inversion", LockOrder::broken, LockOrder::fixed),
            new Bug("lost wake-up with a condition", LostWakeUp::broken, LostWakeUp::fixed),
            new Bug("forgotten clean-up after cancellation", NoCleanUp::broken, NoCleanUp::fixed),
            new Bug("double release", DoubleRelease::broken, DoubleRelease::fixed),
            new Bug("queue item lost on timeout", ItemLostOnTimeout::broken, ItemLostOnTimeout::fixed),
            new Bug("ABA over awaits", AbaOverAwaits::broken, AbaOverAwaits::fixed),
            new Bug("init race", InitRace::broken, InitRace::fixed),
            new Bug("read during shutdown", ReadDuringShutdown::broken, ReadDuringShutdown::fixed),
            new Bug("unbounded spawn", UnboundedSpawn::broken, UnboundedSpawn::fixed),
            new Bug("starvation of a writer", Starvation::broken, Starvation::fixed),
            new Bug("wrong timeout nesting", TimeoutNesting::broken, TimeoutNesting::fixed),
            new Bug("stale cache fill", StaleCacheFill::broken, StaleCacheFill::fixed),
            new Bug("group swallows an error", SwallowedError::broken, SwallowedError::fixed),
            new Bug("event cleared too late", ClearedTooLate::broken, ClearedTooLate::fixed),
            new Bug("order of threads", OrderOfThreads::broken, OrderOfThreads::fixed));
}
