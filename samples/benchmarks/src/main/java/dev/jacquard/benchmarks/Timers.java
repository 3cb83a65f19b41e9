package dev.jacquard.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.jacquard.benchmarks.limit.Programs;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/** {@code Timers SYSTEM TASKS ROUNDS}: each task sleeps up to a second; wall time above a second, and CPU time. */
public final class Timers {
    private Timers() {}

    /** Prints lines as the peers' programs do. */
    public static void main(String[] args) {
        String system = args[0];
        int tasks = Integer.parseInt(args[1]);
        IntConsumer run =
                switch (system) {
                    case "LimitC" -> Programs::timers;
                    case "Jacquard" -> AsyncioProg::timers;
                    default -> throw new IllegalArgumentException(system);
                };
        var os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int r = 0; r < Integer.parseInt(args[2]); r++) {
            long cpu = os.getProcessCpuTime();
            long start = System.nanoTime();
            run.accept(tasks);
            long wall = System.nanoTime() - start;
            cpu = os.getProcessCpuTime() - cpu;
            System.out.printf(
                    "TIMERS %s tasks=%d over_1s_ms=%.0f cpu_ms=%.0f%n", system, tasks, wall / 1e6 - 1000, cpu / 1e6);
        }
    }
}
