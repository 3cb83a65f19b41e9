package dev.jacquard.vertx;

import dev.jacquard.net.MemoryNetwork;
import io.vertx.core.spi.ExecutorServiceFactory;
import io.vertx.core.spi.VertxThreadFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Vert.x' threads, of whose work the loop knows: virtual time stands still until they have told it what they have to
 * tell.
 */
final class KnownThreads {
    private final MemoryNetwork network;

    KnownThreads(MemoryNetwork network) {
        this.network = network;
    }

    /** A factory of Vert.x for pools. */
    ExecutorService newExecutor(ThreadFactory threads, Integer concurrency, Integer most) {
        return new Pool(ExecutorServiceFactory.INSTANCE.createExecutor(threads, concurrency, most));
    }

    /** A factory of Vert.x for threads. A proxy, since the class of Vert.x' threads is not visible. */
    VertxThreadFactory threadFactory() {
        Class<?> type = VertxThreadFactory.class;
        return (VertxThreadFactory) Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> newThread(method, args));
    }

    /** Workers wait in pools; the others, at the end of Vert.x, do one thing. */
    private Object newThread(Method newVertxThread, Object[] args) throws Throwable {
        boolean worker = (Boolean) args[2];
        if (!worker) {
            args[0] = network.known((Runnable) args[0]);
        }
        try {
            return newVertxThread.invoke(VertxThreadFactory.INSTANCE, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** A pool whose work is known. */
    private final class Pool extends AbstractExecutorService {
        private final ExecutorService threads;
        private volatile boolean ended;

        Pool(ExecutorService threads) {
            this.threads = threads;
        }

        @Override
        public void execute(Runnable work) {
            if (isShutdown()) {
                throw new RejectedExecutionException("The pool is shut down");
            }
            threads.execute(network.known(() -> {
                if (!ended) {
                    work.run();
                }
            }));
        }

        @Override
        public void shutdown() {
            threads.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            ended = true;
            threads.shutdownNow().forEach(Runnable::run); // which does nothing but to tell that they are not done
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return threads.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return threads.isTerminated();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            return threads.awaitTermination(timeout, unit);
        }
    }
}
