package dev.jacquard;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hears from the garbage collector which generators nobody can reach any more, and tells their loops. One daemon thread
 * for all loops, which ends some time after the last loop with generators was closed.
 */
final class AbandonedGenerators {
    static final ReferenceQueue<BodyGenerator<?>> QUEUE = new ReferenceQueue<>();

    private static final long LINGER_MILLIS = 5_000;

    private static int loops;
    private static @Nullable Thread thread;

    private AbandonedGenerators() {}

    /** A loop has its first generator. */
    static synchronized void watch() {
        loops++;
        if (thread == null) {
            Thread t = Threads.forAll(AbandonedGenerators::listen, "jacquard-generators");
            t.setDaemon(true);
            t.start();
            thread = t;
        }
    }

    /** Such a loop is closed. */
    static synchronized void unwatch() {
        loops--;
    }

    private static void listen() {
        do {
            try {
                Reference<?> reference = QUEUE.remove(LINGER_MILLIS);
                if (reference instanceof Generators.Entry entry) {
                    entry.abandoned();
                }
            } catch (InterruptedException e) {
                // nobody has a reason to; go on
            }
        } while (!mayEnd());
    }

    private static synchronized boolean mayEnd() {
        if (loops > 0) {
            return false;
        }
        thread = null;
        return true;
    }
}
