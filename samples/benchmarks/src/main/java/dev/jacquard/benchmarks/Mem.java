package dev.jacquard.benchmarks;

import dev.jacquard.benchmarks.limit.Programs;
import java.lang.ref.Reference;
import java.util.function.IntFunction;

/** {@code Mem SYSTEM DEPTH TASKS}: heap bytes per suspended task, live after full collections. */
public final class Mem {
    private Mem() {}

    /** Prints a line as the peers' programs do. */
    public static void main(String[] args) {
        String system = args[0];
        int depth = Integer.parseInt(args[1]);
        int tasks = Integer.parseInt(args[2]);
        IntFunction<Object> park =
                switch (system) {
                    case "LimitC" -> n -> Programs.park(n, depth);
                    case "Jacquard" -> n -> ParkProg.park(n, depth, false);
                    case "JacquardEvent" -> n -> ParkProg.park(n, depth, true);
                    default -> throw new IllegalArgumentException(system);
                };
        Object warm = park.apply(10);
        long before = Heap.used();
        Object keep = park.apply(tasks);
        try {
            long after = Heap.used();
            System.out.printf(
                    "MEM %s depth=%d tasks=%d bytes_per_task=%.1f%n",
                    system, depth, tasks, (after - before) / (double) tasks);
        } finally {
            Reference.reachabilityFence(keep);
            Reference.reachabilityFence(warm);
        }
    }
}
