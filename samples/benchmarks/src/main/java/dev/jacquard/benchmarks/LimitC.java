package dev.jacquard.benchmarks;

import dev.jacquard.benchmarks.limit.Programs;

/** The least that keeps CPython's order of events, written by hand. */
public class LimitC extends Rows {
    @Override
    Object chains(int n) {
        return Programs.chains(n);
    }

    @Override
    Object yields(int tasks, int each) {
        return Programs.yields(tasks, each);
    }

    @Override
    Object spawnGather(int tasks) {
        return Programs.spawnGather(tasks);
    }

    @Override
    Object pingpong(int messages) {
        return Programs.pingpong(messages);
    }

    @Override
    Object skynet(int leaves) {
        return Programs.skynet(leaves);
    }

    @Override
    Object locks(int tasks, int each) {
        return Programs.locks(tasks, each);
    }
}
