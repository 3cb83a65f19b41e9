package dev.jacquard.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Jacquard's own; names and sizes are those of the peers' {@code LimitB}. */
@SuppressWarnings("MemberName")
public class Jacquard extends Rows {
    @Benchmark
    @OperationsPerInvocation(Sizes.AWAITS)
    public Object b1_await_ready() {
        return JacquardProg.awaitReadyMain(Sizes.AWAITS);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.CHAINS)
    public Object b2_call_chain() {
        return JacquardProg.chainMain(Sizes.CHAINS, false);
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.CHAINS)
    public Object b2_call_chain_flat() {
        return JacquardFlat.main(Sizes.CHAINS);
    }

    @Override
    Object chains(int n) {
        return JacquardProg.chainMain(n, true);
    }

    @Override
    Object yields(int tasks, int each) {
        return JacquardProg.yieldMain(tasks, each);
    }

    @Override
    Object spawnGather(int tasks) {
        return JacquardProg.spawnGather(tasks);
    }

    @Override
    Object pingpong(int messages) {
        return AsyncioProg.pingpong(messages);
    }

    @Override
    Object skynet(int leaves) {
        return AsyncioProg.skynet(leaves);
    }

    @Override
    Object locks(int tasks, int each) {
        return AsyncioProg.locks(tasks, each, false);
    }
}
