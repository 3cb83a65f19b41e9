package dev.jacquard.benchmarks;

/** Operations per invocation: the peers' {@code N}. */
final class Sizes {
    static final int AWAITS = 10_000;
    static final int CHAINS = 1_000;
    static final int YIELDS = 100_000;
    static final int TASKS = 1_000;
    static final int EACH = 1_000;
    static final int SPAWN = 1_000_000;
    static final int MESSAGES = 100_000;
    static final int LEAVES = 1_000_000;
    static final int LOCKERS = 100;
    static final int LOCKS = 1_000;

    private Sizes() {}
}
