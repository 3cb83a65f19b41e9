package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Closes what it was given, last first: for resources whose number is known only at run time.
 * {@code contextlib.AsyncExitStack}.
 *
 * <pre>{@code
 * try (var stack = new AsyncExitStack()) {
 *     for (String host : hosts) {
 *         connections.add(await(stack.enter(connect(host))));
 *     }
 *     ...
 * }
 * }</pre>
 *
 * <p>Exceptions are as in nested try-with-resources statements of {@code @Async} code: everything is closed, the first
 * exception is the one that is thrown, and those of later closes are its suppressed ones; but a {@link CancelledError},
 * {@link LoopExit} or {@link GeneratorExit} is never suppressed by an ordinary exception: then that exception is among
 * the error's suppressed ones. What is to see the exception of the body is pushed with {@link #push}, and the body run
 * by {@link #run} or {@link #with}: a {@code close()} cannot see it.
 *
 * <p>It can be used again after it was closed. For one loop, as everything here.
 */
public final class AsyncExitStack implements AsyncCloseable {
    private final Deque<Exit> exits = new ArrayDeque<>();

    /** What is to be done when the stack is closed. */
    private abstract static class Exit {
        /** Gives whether the exception, if there is one, ends here. */
        abstract Coroutine<Boolean> exit(@Nullable Throwable exception) throws Exception;

        /** Which exception goes on if this has thrown one. */
        Throwable both(@Nullable Throwable before, Throwable thrown) {
            return Suppression.of(before, thrown);
        }
    }

    private interface Close {
        @Nullable
        Awaitable<?> close() throws Exception;
    }

    /** An empty stack. */
    public AsyncExitStack() {}

    // ---- giving it something -------------------------------------------------------------------

    /**
     * Closes a resource with the stack; an {@link AsyncCloseable}'s {@link AsyncCloseable#closeAsync} is awaited.
     * {@code enter_context}.
     *
     * @param resource the resource, open already
     * @return the same
     */
    public <T extends AutoCloseable> T enter(T resource) {
        Objects.requireNonNull(resource, "resource is null");
        pushClose(
                resource instanceof AsyncCloseable async
                        ? async::closeAsync
                        : () -> {
                            resource.close();
                            return null;
                        });
        return resource;
    }

    /**
     * Waits for a resource, and closes it with the stack. {@code enter_async_context}.
     *
     * @param opening what opens it: {@code connect(host)}, {@code lock.acquire()}
     * @return a coroutine of the resource; its exception, if it cannot be opened. Cancelled between the two it closes
     *     nothing, since then there is no resource
     */
    @Async
    public <T extends AutoCloseable> Coroutine<T> enter(Awaitable<T> opening) {
        return Coroutine.of(enter(await(opening)));
    }

    /** Calls a function when the stack is closed. {@code callback}. */
    public void callback(Runnable callback) {
        Objects.requireNonNull(callback, "callback is null");
        pushClose(() -> {
            callback.run();
            return null;
        });
    }

    /** Calls a function when the stack is closed, and awaits what it returns. */
    public <T extends @Nullable Object> void callbackAsync(AsyncCallable<T> callback) {
        Objects.requireNonNull(callback, "callback is null");
        pushClose(callback::call);
    }

    private void pushClose(Close close) {
        exits.push(new Exit() {
            @Override
            @Async
            Coroutine<Boolean> exit(@Nullable Throwable exception) throws Exception {
                Awaitable<?> closing = close.close();
                if (closing != null) {
                    await(closing);
                }
                return Coroutine.of(false);
            }
        });
    }

    /**
     * Calls a function with the exception that is on its way when the stack is closed, or null.
     * {@code push_async_exit}.
     *
     * @param exit gives true if the exception ends here: then what was given to the stack before sees none. Without an
     *     exception the value has no meaning. If it throws, that exception takes the place of the one that it was given
     */
    public void push(AsyncFunction<? super @Nullable Throwable, Boolean> exit) {
        Objects.requireNonNull(exit, "exit is null");
        exits.push(new Exit() {
            @Override
            @SuppressWarnings("NullAway") // it does not see the argument's ? super
            Coroutine<Boolean> exit(@Nullable Throwable exception) {
                return exit.apply(exception);
            }

            @Override
            Throwable both(@Nullable Throwable before, Throwable thrown) {
                return thrown;
            }
        });
    }

    /** Moves everything to a new stack, so that closing this one closes nothing. {@code pop_all}. */
    public AsyncExitStack popAll() {
        AsyncExitStack moved = new AsyncExitStack();
        moved.exits.addAll(exits);
        exits.clear();
        return moved;
    }

    // ---- closing -------------------------------------------------------------------------------

    /**
     * Closes everything, last first, also when some of it fails or the wait is cancelled.
     *
     * @return a coroutine that throws the first exception
     */
    @Override
    public Coroutine<Void> closeAsync() {
        return leave(null);
    }

    /**
     * Calls a function with a new stack, awaits what it returns, and closes the stack.
     *
     * @return what the function gives; null if its exception was ended by {@link #push}
     * @throws X what the function throws
     */
    public static <T extends @Nullable Object, X extends Exception> Coroutine<T> run(
            ThrowingAsyncFunction<? super AsyncExitStack, T, X> body) throws X {
        Objects.requireNonNull(body, "body is null");
        AsyncExitStack stack = new AsyncExitStack();
        return stack.within(() -> body.apply(stack));
    }

    /**
     * Calls a function, awaits what it returns, and closes this stack.
     *
     * @return what the function gives; null if its exception was ended by {@link #push}
     * @throws X what the function throws
     */
    public <T extends @Nullable Object, X extends Exception> Coroutine<T> with(ThrowingAsyncCallable<T, X> body)
            throws X {
        return within(Objects.requireNonNull(body, "body is null"));
    }

    @Async
    @SuppressWarnings("NullAway")
    private <T extends @Nullable Object> Coroutine<T> within(ThrowingAsyncCallable<T, ?> body) {
        T value = null;
        Throwable exception = null;
        try {
            value = await(body.call());
        } catch (Throwable e) {
            exception = e;
        }
        await(leave(exception));
        return Coroutine.of(value);
    }

    @Async
    private Coroutine<Void> leave(@Nullable Throwable before) {
        Throwable exception = before;
        while (!exits.isEmpty()) {
            Exit exit = exits.pop();
            try {
                if (Boolean.TRUE.equals(await(exit.exit(exception)))) {
                    exception = null;
                }
            } catch (Throwable e) {
                exception = exit.both(exception, e);
            }
        }
        if (exception != null) {
            throw Sneaky.sneak(exception);
        }
        return Coroutine.done();
    }

    @Override
    public String toString() {
        return "AsyncExitStack[" + exits.size() + " to close]";
    }
}
