package dev.jacquard;

import dev.jacquard.woven.Failure;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A call of a blocking function on another thread, and the future of its result.
 *
 * <pre>
 *   QUEUED ── the thread takes it ──▶ CALLING ── returns or throws ──▶ ENDED ── posted ──▶ (the future is done)
 *          ── cancel ──▶ ENDED        CALLING ── cancel, if it interrupts ──▶ CALLING, thread interrupted
 * </pre>
 */
final class ExecutorCall<T extends @Nullable Object> extends ArrivingFuture<T> {
    private enum Phase {
        QUEUED,
        CALLING,
        ENDED
    }

    private final boolean interrupts;

    // both sides use these with the lock on this object
    private @Nullable Callable<T> blocking; // until it is called or withdrawn
    private Phase phase = Phase.QUEUED;
    private @Nullable Thread caller;
    private boolean interrupted; // by us

    private boolean cancelRequested; // on the loop's thread
    private @Nullable String cancelMessage;

    private ExecutorCall(BaseEventLoop loop, Callable<T> blocking, boolean interrupts) {
        super(loop);
        this.blocking = Objects.requireNonNull(blocking, "callable is null");
        this.interrupts = interrupts;
    }

    /**
     * Calls it.
     *
     * @param interrupts whether cancelling interrupts the thread, and waits for it
     */
    static <T extends @Nullable Object> Future<T> start(
            BaseEventLoop loop, Executor executor, Callable<T> blocking, boolean interrupts) {
        ExecutorCall<T> call = new ExecutorCall<>(loop, blocking, interrupts);
        loop.outsideWork(1);
        boolean accepted = false;
        try {
            executor.execute(call::callBlocking);
            accepted = true;
        } finally {
            if (!accepted) {
                loop.outsideWork(-1);
            }
        }
        return call;
    }

    // ---- on the executor's thread --------------------------------------------------------------

    @SuppressWarnings("NullAway")
    private void callBlocking() {
        T value = null;
        Throwable exception = null;
        Callable<T> call = begin();
        if (call != null) {
            try {
                value = call.call();
            } catch (Throwable e) {
                exception = e;
            } finally {
                end();
            }
        }
        post(value, exception);
    }

    /** What is to be called, or null if it was withdrawn. */
    private synchronized @Nullable Callable<T> begin() {
        Callable<T> call = blocking;
        if (call != null) {
            blocking = null; // who keeps the future keeps no more of it
            phase = Phase.CALLING;
            caller = Thread.currentThread();
        }
        return call;
    }

    private synchronized void end() {
        phase = Phase.ENDED;
        caller = null;
        if (interrupted) {
            Thread.interrupted(); // it was meant for this call, not for the thread's next one
        }
    }

    // ---- on the loop's thread ------------------------------------------------------------------

    @Override
    void arrived(@Nullable T value, @Nullable Throwable e) {
        loop.outsideWork(-1);
        if (state != PENDING) {
            return;
        }
        if (cancelRequested && (e == null || isInterruption(e))) {
            CancelledError cancelled = new CancelledError(cancelMessage);
            if (e != null) {
                cancelled.initCause(e);
            }
            complete(CANCELLED, Failure.made(cancelled));
        } else if (e == null) {
            complete(DONE, value);
        } else {
            if (cancelRequested) {
                e.addSuppressed(new CancelledError(cancelMessage));
            }
            fail(e);
        }
    }

    private static boolean isInterruption(Throwable e) {
        return e instanceof InterruptedException
                || e instanceof ClosedByInterruptException
                || (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException))
                || e instanceof CancelledError;
    }

    @Override
    public boolean cancel(@Nullable String message) {
        if (state != PENDING) {
            return super.cancel(message);
        }
        if (withdraw() || !interrupts) {
            return super.cancel(message);
        }
        interrupt();
        cancelRequested = true;
        cancelMessage = message;
        return true; // and it is done when the call has ended
    }

    /** Keeps the call from beginning, if it has not. */
    private synchronized boolean withdraw() {
        boolean queued = phase == Phase.QUEUED;
        if (queued) {
            phase = Phase.ENDED;
            blocking = null;
        }
        return queued;
    }

    private synchronized void interrupt() {
        Thread thread = caller;
        if (thread != null) {
            interrupted = true;
            thread.interrupt();
        }
    }
}
