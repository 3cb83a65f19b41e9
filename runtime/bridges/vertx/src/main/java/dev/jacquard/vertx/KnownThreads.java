package dev.jacquard.vertx;

import dev.jacquard.EventLoop;
import dev.jacquard.OutsideWork;
import io.vertx.core.spi.ExecutorServiceFactory;
import io.vertx.core.spi.VertxThreadFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x' threads, of whose work the loop knows: virtual time stands still until they have told it what they have to
 * tell.
 */
final class KnownThreads {
    private final EventLoop loop;

    KnownThreads(EventLoop loop) {
        this.loop = loop;
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
            args[0] = new Work((Runnable) args[0]);
        }
        try {
            return newVertxThread.invoke(VertxThreadFactory.INSTANCE, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /**
     * Something that a thread does. Known from now on: whoever gives it to a thread is on the loop's, or does work that
     * is known itself and ends later.
     */
    private final class Work implements Runnable {
        private final Runnable work;
        private @Nullable OutsideWork known; // on the loop's thread only

        Work(Runnable work) {
            this.work = work;
            post(() -> known = loop.outsideWork());
        }

        @Override
        public void run() {
            try {
                work.run();
            } finally {
                done();
            }
        }

        void done() {
            post(() -> {
                if (known != null) {
                    known.close();
                }
            });
        }

        private void post(Runnable callback) {
            try {
                loop.callSoonThreadSafe(callback);
            } catch (IllegalStateException closed) {
                // the loop waits for nobody any more
            }
        }
    }

    /** A pool whose work is known. */
    private final class Pool extends AbstractExecutorService {
        private final ExecutorService threads;

        Pool(ExecutorService threads) {
            this.threads = threads;
        }

        @Override
        public void execute(Runnable work) {
            Work known = new Work(work);
            try {
                threads.execute(known);
            } catch (RuntimeException refused) {
                known.done();
                throw refused;
            }
        }

        @Override
        public void shutdown() {
            threads.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            List<Runnable> left = threads.shutdownNow();
            for (Runnable work : left) {
                ((Work) work).done();
            }
            return left;
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
