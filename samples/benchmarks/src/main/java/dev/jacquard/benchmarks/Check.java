package dev.jacquard.benchmarks;

import dev.jacquard.benchmarks.limit.Programs;

/** The programs compute what plain calls compute; the peers print the same sums. */
public final class Check {
    private static final int N = 100;

    private Check() {}

    private static long chain(int n, long x) {
        return n == 0 ? x : chain(n - 1, x + 1) + x * 31 + n;
    }

    private static void same(String what, long got, long expected) {
        if (got != expected) {
            throw new AssertionError(what + " gave " + got + ", not " + expected);
        }
        System.out.println("ok " + what + " = " + got);
    }

    /** Fails with an AssertionError if a program computes something else. */
    public static void main(String[] args) {
        long chains = 0;
        long ready = 0;
        for (int i = 0; i < N; i++) {
            chains += chain(10, i);
            ready += i & 63;
        }
        same("await_ready", JacquardProg.awaitReadyMain(N), ready);
        same("call_chain_flat", JacquardFlat.main(N), chains);
        same("yield", JacquardProg.yieldMain(10, N), 10 * N);
        same("spawn_gather", JacquardProg.spawnGather(N), N * (N - 1) / 2);
        same("pingpong", AsyncioProg.pingpong(N), N * (N - 1) / 2);
        same("skynet", AsyncioProg.skynet(1_000), 1_000 * 999 / 2);
        same("locks", AsyncioProg.locks(10, N, false), 10 * N);
        same("locks with", AsyncioProg.locks(10, N, true), 10 * N);
        same("LimitC call_chain_suspend", Programs.chains(N), chains);
        same("LimitC yield", Programs.yields(10, N), 10 * N);
        same("LimitC spawn_gather", Programs.spawnGather(N), N * (N - 1) / 2);
        same("LimitC pingpong", Programs.pingpong(N), N * (N - 1) / 2);
        same("LimitC skynet", Programs.skynet(1_000), 1_000 * 999 / 2);
        same("LimitC locks", Programs.locks(10, N), 10 * N);
        for (boolean suspends : new boolean[] {false, true}) {
            String name = suspends ? "call_chain_suspend" : "call_chain";
            same(name, JacquardProg.chainMain(N, suspends), chains);
            same(name + "_instance", JacquardVariantsProg.instance(N, suspends), chains);
            same(name + "_interface1", JacquardVariantsProg.interface1(N, suspends), chains);
            same(name + "_interface3", JacquardVariantsProg.interface3(N, suspends), chains);
            same(name + "_other_package", JacquardVariantsProg.otherPackage(N, suspends), chains);
            same(name + "_not_woven", JacquardVariantsProg.notWoven(N, suspends), chains);
        }
    }
}
