package dev.jacquard;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import org.jspecify.annotations.Nullable;

/** A scheduled callback, which can be cancelled. {@code asyncio.Handle}. */
public class Handle extends Job {
    final BaseEventLoop loop;
    private @Nullable Runnable callback; // null: cancelled
    private final Context context;

    Handle(BaseEventLoop loop, Runnable callback, Context context) {
        this.loop = loop;
        this.callback = callback;
        this.context = context;
    }

    /** Cancels the callback; it does nothing after the callback was called. */
    public void cancel() {
        callback = null;
    }

    /** Whether the callback was cancelled. */
    public final boolean isCancelled() {
        return callback == null;
    }

    /** The loop was closed: the callback counts as cancelled. */
    @Override
    protected void discarded() {
        callback = null;
    }

    @Override
    protected final boolean isDropped() {
        return callback == null;
    }

    @Override
    protected void run(JobLoop on) {
        Runnable r = callback;
        if (r == null) {
            return;
        }
        Current here = loop.current;
        here.enter(context);
        try {
            r.run();
        } catch (LoopExit e) {
            throw e;
        } catch (Throwable e) {
            loop.callExceptionHandler(new ErrorContext("Exception in callback " + r, e, this));
        } finally {
            here.enter(null);
        }
    }

    @Override
    public String toString() {
        Runnable r = callback;
        return getClass().getSimpleName() + "[" + (r == null ? "cancelled" : r.toString()) + "]";
    }
}
