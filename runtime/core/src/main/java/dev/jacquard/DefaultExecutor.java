package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads on which a loop makes blocking calls when it is given none. */
final class DefaultExecutor extends LoopPart {
    private static final Logger LOG = System.getLogger("dev.jacquard");

    private final BaseEventLoop loop;
    private @Nullable ExecutorService executor;
    private boolean shutDown;

    DefaultExecutor(BaseEventLoop loop) {
        this.loop = loop;
    }

    ExecutorService get() {
        if (shutDown) {
            throw new IllegalStateException("The default executor of " + loop + " was shut down");
        }
        ExecutorService e = executor;
        if (e == null) {
            e = Threads.newExecutor();
            executor = e;
        }
        return e;
    }

    /** Whether it was given or has made one, which is to be waited for. */
    boolean exists() {
        return executor != null;
    }

    void set(ExecutorService executor) {
        this.executor = Objects.requireNonNull(executor, "executor is null");
    }

    /** Refuses new calls, and waits for those that were accepted; null: as long as it takes. */
    @Async
    Coroutine<Void> shutDown(@Nullable Duration timeout) {
        shutDown = true;
        ExecutorService e = executor;
        if (e == null) {
            return Coroutine.done();
        }
        e.shutdown();
        boolean ended = await(ExecutorCall.start(loop, Threads.ONE_EACH, () -> awaitEnd(e, timeout), true));
        if (!ended) {
            LOG.log(Level.WARNING, "The executor did not finish its calls within {0}; its threads go on", timeout);
        }
        return Coroutine.done();
    }

    private static boolean awaitEnd(ExecutorService executor, @Nullable Duration timeout) throws InterruptedException {
        return executor.awaitTermination(
                timeout == null ? Long.MAX_VALUE : BaseEventLoop.nanos(timeout), TimeUnit.NANOSECONDS);
    }

    @Override
    void loopClosed() {
        ExecutorService e = executor;
        if (e != null) {
            executor = null;
            shutDown = true;
            e.shutdown();
        }
    }
}
