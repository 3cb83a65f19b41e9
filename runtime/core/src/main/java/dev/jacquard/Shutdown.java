package dev.jacquard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The end of the JVM, by Ctrl-C, SIGTERM or {@code System.exit}: a shutdown hook interrupts the runners that are
 * running, and waits for them. There is a hook as long as there is a runner that was not closed.
 */
final class Shutdown {
    private static final Set<Runner> RUNNERS = Collections.newSetFromMap(new WeakHashMap<>());
    private static @Nullable Thread hook;

    private Shutdown() {}

    static synchronized void add(Runner runner) {
        if (RUNNERS.isEmpty()) {
            Thread thread = Threads.forAll(Shutdown::run, "jacquard-shutdown-hook");
            try {
                Runtime.getRuntime().addShutdownHook(thread);
            } catch (IllegalStateException e) {
                return; // the JVM is ending already; who runs a loop then does the waiting
            }
            hook = thread;
        }
        RUNNERS.add(runner);
    }

    static synchronized void remove(Runner runner) {
        Thread thread = hook;
        if (RUNNERS.remove(runner) && RUNNERS.isEmpty() && thread != null) {
            hook = null;
            try {
                Runtime.getRuntime().removeShutdownHook(thread);
            } catch (IllegalStateException e) {
                // it is running
            }
        }
    }

    private static synchronized List<Runner> runners() {
        return new ArrayList<>(RUNNERS);
    }

    private static void run() {
        long start = System.nanoTime();
        List<Runner> runners = runners();
        for (Runner runner : runners) {
            runner.interrupt();
        }
        for (Runner runner : runners) {
            runner.awaitEnd(start);
        }
    }
}
