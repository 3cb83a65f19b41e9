package dev.jacquard;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Threads for blocking calls: virtual ones where the JVM has them (21), else a pool. */
final class Threads {
    private static final String NAME = "jacquard-executor-";
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final @Nullable ThreadFactory VIRTUAL = virtualThreads();

    /** Starts a daemon thread of its own for each call. */
    static final Executor ONE_EACH = r -> {
        Thread t = new Thread(r, "jacquard-shutdown");
        t.setDaemon(true);
        t.start();
    };

    private Threads() {}

    /** For the message that a loop is running on this thread: perhaps nobody has asked for this. */
    static String ifHelping() {
        return !ForkJoinTask.inForkJoinPool()
                ? ""
                : " This thread works for a ForkJoinPool: where a step of the loop that is running"
                        + " waits for a task of the pool, it helps with others, this one too. Let"
                        + " that step await toThread(...) instead. JUnit's parallel tests are such"
                        + " tasks, unless"
                        + " junit.jupiter.execution.parallel.config.executor-service is"
                        + " worker_thread_pool (JUnit 6.1).";
    }

    /**
     * A thread that serves all loops, of whichever application: it inherits nothing from whom happens to be the first,
     * neither thread-locals nor a class loader, not even by the access control context that Java 17 keeps in each
     * thread.
     */
    @SuppressWarnings("removal")
    static Thread forAll(Runnable work, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread t = new Thread(null, work, name, 0, false);
            t.setContextClassLoader(null);
            return t;
        });
    }

    /** What a loop uses that was given nothing else. */
    static ExecutorService newExecutor() {
        return VIRTUAL == null ? newPool() : newVirtual(VIRTUAL);
    }

    /** Daemon threads, as many as CPython has, which end when they are idle. */
    static ExecutorService newPool() {
        int threads = Math.min(32, Runtime.getRuntime().availableProcessors() + 4);
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), r -> {
                    Thread thread = new Thread(r, NAME + NUMBERS.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** {@code Executors.newThreadPerTaskExecutor(factory)}, which the release 17 cannot name. */
    private static ExecutorService newVirtual(ThreadFactory factory) {
        try {
            MethodHandle make = MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class, ThreadFactory.class));
            return (ExecutorService) make.invoke(factory);
        } catch (Throwable e) {
            throw new IllegalStateException("Virtual threads cannot be used", e);
        }
    }

    /** {@code Thread.ofVirtual().name(...).factory()}, or null before Java 21. */
    private static @Nullable ThreadFactory virtualThreads() {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> virtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            Object made = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(virtual))
                    .invoke();
            MethodHandle name =
                    lookup.findVirtual(virtual, "name", MethodType.methodType(virtual, String.class, long.class));
            MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            return (ThreadFactory) factory.invoke(name.invoke(made, NAME, 1L));
        } catch (Throwable e) {
            return null; // then a pool does
        }
    }
}
