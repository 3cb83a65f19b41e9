package dev.jacquard.benchmarks;

/** What the heap holds. */
final class Heap {
    private Heap() {}

    /** Bytes in use after full collections. */
    static long used() {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Runtime r = Runtime.getRuntime();
            best = Math.min(best, r.totalMemory() - r.freeMemory());
        }
        return best;
    }
}
