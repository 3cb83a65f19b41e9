package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.currentTask;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncEvent;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.OutcomeCloseable;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is provided for one request: made when first asked for, closed in reverse order. */
final class Scope {
    private final AppInstance app;
    private final Request request;
    private final Map<Class<?>, Made> made = new HashMap<>();
    private final Deque<AsyncCloseable> toClose = new ArrayDeque<>();

    /** Something that is made, or being made. */
    private static final class Made {
        final AsyncEvent done = new AsyncEvent();
        final @Nullable Task<?> by = currentTask();

        @Nullable
        Object value;

        @Nullable
        Throwable failure;
    }

    Scope(AppInstance app, Request request) {
        this.app = app;
        this.request = request;
    }

    @Async
    <T> Coroutine<T> provided(Class<T> type) {
        for (; ; ) {
            Made m = made.get(type);
            if (m == null) {
                return Coroutine.of(type.cast(await(make(type))));
            }
            if (!m.done.isSet() && m.by == currentTask()) {
                throw new IllegalStateException(
                        "What provides " + type.getName() + " asks for it itself, perhaps by way of another provider");
            }
            await(m.done.waitAsync());
            if (m.value != null) {
                return Coroutine.of(type.cast(m.value));
            }
            if (m.failure != null) {
                return Coroutine.failed(m.failure);
            }
            // its maker was cancelled: once more
        }
    }

    @Async
    private Coroutine<Object> make(Class<?> type) {
        Object shared = app.shared(type);
        if (shared != null) {
            return Coroutine.of(shared);
        }
        Provider<?> provider = app.plan().providers().get(type);
        if (provider == null) {
            throw new IllegalArgumentException("Nothing provides " + type.getName() + ". Say app.provide("
                    + type.getSimpleName() + ".class, request -> …), or lifespan(…)");
        }
        Made m = new Made();
        made.put(type, m);
        try {
            Object value = await(provider.provide(request));
            if (value == null) {
                throw new IllegalStateException("What provides " + type.getName() + " gave null");
            }
            if (value instanceof AsyncCloseable closeable && !app.isShared(value)) {
                toClose.push(closeable);
            }
            m.value = value;
            return Coroutine.of(value);
        } catch (Throwable e) {
            made.remove(type);
            m.failure = e instanceof CancelledError ? null : e;
            return Coroutine.failed(e);
        } finally {
            m.done.set();
        }
    }

    /** Closes everything, last first; what that throws is reported, and the rest is closed. */
    @Async
    Coroutine<Void> close(@Nullable Throwable failure) {
        @Nullable CancelledError cancelled = null;
        while (!toClose.isEmpty()) {
            AsyncCloseable next = toClose.pop();
            try {
                await(next instanceof OutcomeCloseable o ? o.closeAsync(failure) : next.closeAsync());
            } catch (CancelledError e) {
                cancelled = e;
            } catch (Exception e) {
                app.report("Closing what was provided for a request has failed", e, next);
            }
        }
        if (cancelled != null) {
            throw cancelled;
        }
        return Coroutine.done();
    }
}
