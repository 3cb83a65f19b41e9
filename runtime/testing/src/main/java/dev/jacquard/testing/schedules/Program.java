package dev.jacquard.testing.schedules;

import dev.jacquard.Coroutine;

/** What is run under schedules: called once in each run, in the loop, and awaited. */
@FunctionalInterface
public interface Program {
    /** A new coroutine; all that it shares with its tasks is new too. */
    Coroutine<?> call() throws Exception;
}
