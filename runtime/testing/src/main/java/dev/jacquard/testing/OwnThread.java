package dev.jacquard.testing;

import static dev.jacquard.Asyncio.getRunningLoop;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a test that JUnit begins within a step of another one. JUnit's parallel tests run on a
 * {@code ForkJoinPool}; a step that waits for a task of its pool helps with others meanwhile, and these may be tests. A
 * thread runs one loop at a time, so such a test gets a thread: it has not asked to be run there.
 */
final class OwnThread implements AutoCloseable {
    private final ExecutorService thread;

    private OwnThread() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        String name = Thread.currentThread().getName() + " (helped)";
        thread = Executors.newSingleThreadExecutor(r -> {
            Thread t = new Thread(null, r, name, 0, false);
            t.setContextClassLoader(loader);
            return t;
        });
    }

    /** A new one if a loop is running on this thread, or null. */
    static @Nullable OwnThread ifNeeded() {
        try {
            getRunningLoop();
            return new OwnThread();
        } catch (IllegalStateException e) {
            return null;
        }
    }

    /** Runs a part of a test there, or, without one, here. */
    static <X extends Throwable> void run(@Nullable OwnThread own, AsyncTester.Part<X> part) throws X {
        if (own == null) {
            part.run();
            return;
        }
        Future<?> done = own.thread.submit(() -> {
            try {
                part.run();
            } catch (Throwable e) {
                throw Sneaky.of(e);
            }
        });
        await(done);
    }

    /** An interrupt is meant for the step around it, not for the test. */
    private static void await(Future<?> done) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    done.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw Sneaky.of(e.getCause() == null ? e : e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
