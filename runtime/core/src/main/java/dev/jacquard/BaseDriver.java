package dev.jacquard;

import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Frame;
import dev.jacquard.woven.Woven;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What driving a task and driving a stage have in common: which things can be awaited, and how. */
abstract class BaseDriver extends Driver {
    @Override
    protected @Nullable Object await(@Nullable Object x, String place) throws Throwable {
        if (x instanceof Coroutine<?> coroutine) {
            return coroutine.call(this, place);
        }
        return await(x);
    }

    @Override
    protected @Nullable Object await(@Nullable Object x) throws Throwable {
        if (x instanceof Future<?> future) {
            return awaitFuture(future);
        }
        if (x instanceof Coroutine<?> coroutine) {
            return coroutine.call(this);
        }
        if (x instanceof Awaitable<?> awaitable) {
            return Coroutine.of("", awaitable).call(this);
        }
        if (x instanceof CompletionStage<?> stage) {
            if (stage instanceof CompletableFuture<?> done && isDone(done)) {
                return resultOf(done, this);
            }
            return awaitStage(stage);
        }
        if (x == null) {
            throw new NullPointerException("await(null): expected a coroutine, future, task, Awaitable or stage");
        }
        throw new IllegalArgumentException("A "
                + x.getClass().getName()
                + " cannot be awaited: expected a coroutine, future, task, Awaitable or"
                + " CompletionStage");
    }

    /** Not of a minimal stage: it is a CompletableFuture that does not want to be one. */
    private static boolean isDone(CompletableFuture<?> future) {
        try {
            return future.isDone();
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    private static @Nullable Object resultOf(CompletableFuture<?> done, BaseDriver driver) throws Throwable {
        if (!done.isCompletedExceptionally()) {
            return done.join();
        }
        // not by join(), which on JDK 25 hides with what a cancelled one was completed
        Throwable e = done.handle((v, thrown) -> thrown).join();
        if (e == null) {
            return done.join(); // obtruded meanwhile
        }
        throw Woven.arrivedHere(StageFailure.of(e), driver).exception();
    }

    abstract @Nullable Object awaitFuture(Future<?> future) throws Throwable;

    abstract @Nullable Object awaitStage(CompletionStage<?> stage) throws Throwable;

    /** Resumes the call that awaits in the next round. */
    abstract Object yieldOnce();

    /** Resumes the call that awaits after a time, with a value. */
    abstract Object sleep(long nanos, @Nullable Object value);

    @Override
    protected final Object hasNext(Iterator<?> iterator) throws Throwable {
        if (iterator instanceof AsyncIterator<?> async) {
            Object v = await(async.hasNextAsync());
            if (v == null) {
                throw new NullPointerException(iterator.getClass().getName() + ".hasNextAsync() gave null");
            }
            return v;
        }
        return iterator.hasNext();
    }

    @Override
    protected final @Nullable Object close(AutoCloseable resource) throws Throwable {
        if (resource instanceof Prompt prompt) { // as its closeAsync does, but without a coroutine
            prompt.release();
            return null;
        }
        if (resource instanceof AsyncCloseable async) {
            return await(async.closeAsync());
        }
        resource.close();
        return null;
    }

    @Override
    protected final @Nullable Object closeFinally(@Nullable AutoCloseable resource, @Nullable Throwable failure)
            throws Throwable {
        if (resource == null) {
            return null;
        }
        return failure == null ? close(resource) : await(ClosedAfter.failing(resource, failure));
    }

    @Override
    protected final Throwable suppress(Throwable first, Throwable later) {
        if (first == later) {
            first.addSuppressed(later); // which is refused, as in code that is not woven
        }
        return Suppression.of(first, later);
    }

    // ---- for generators, which are no drivers --------------------------------------------------

    final @Nullable Object runBody(Frame body, @Nullable Object value) throws Throwable {
        return nested(body, value);
    }

    final boolean hasEmitted() {
        return takeEmission();
    }
}
