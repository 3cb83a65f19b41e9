package dev.jacquard.benchmarks;

import dev.jacquard.Coroutine;

/** Overrides that are not woven: each call goes through one, by way of a coroutine object. */
final class Delegating extends InstanceChain {
    @Override
    Coroutine<Long> chain(int n, long x) {
        return super.chain(n, x);
    }

    @Override
    Coroutine<Long> chainS(int n, long x) {
        return super.chainS(n, x);
    }
}
