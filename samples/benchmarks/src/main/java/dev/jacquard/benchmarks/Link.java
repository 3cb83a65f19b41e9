package dev.jacquard.benchmarks;

import dev.jacquard.Coroutine;

/** A call chain whose next call is known only at run time. */
interface Link {
    Coroutine<Long> chain(int n, long x);

    Coroutine<Long> chainS(int n, long x);
}
