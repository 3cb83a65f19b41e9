package dev.jacquard.jshell;

import dev.jacquard.Asyncio;
import dev.jacquard.Context;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Future;
import dev.jacquard.Task;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The loop behind JShell's prompt: what the weaver makes of a snippet that awaits, or calls something of ours, is run
 * there. Tasks that a snippet has started go on while the next one is typed, and what it has set in a
 * {@link dev.jacquard.ContextVar} is there for the next one. The counterpart is {@code python -m asyncio}, and the
 * cells of Jupyter.
 *
 * <p>Not for users: snippets call it by themselves.
 */
public final class Prompt {
    private static final EventLoop LOOP = Asyncio.newEventLoop();
    private static final Context CONTEXT = Context.copyCurrent();

    static {
        Thread thread = new Thread(LOOP::runForever, "jshell-loop");
        thread.setDaemon(true);
        thread.start();
    }

    private Prompt() {}

    /**
     * Runs a snippet as a task, and waits for it. If the wait ends early, as by Ctrl-C, the task is cancelled.
     *
     * @return the snippet's value
     * @throws Throwable what the snippet throws
     */
    public static @Nullable Object run(Coroutine<?> snippet) throws Throwable {
        CompletableFuture<@Nullable Object> end = new CompletableFuture<>();
        AtomicReference<@Nullable Task<?>> started = new AtomicReference<>();
        LOOP.callSoonThreadSafe(() -> started.set(start(snippet, end)));
        boolean ended = false;
        try {
            Object value = end.get();
            ended = true;
            return value;
        } catch (ExecutionException e) {
            ended = true;
            throw e.getCause() == null ? e : e.getCause();
        } finally {
            if (!ended) {
                LOOP.callSoonThreadSafe(() -> cancel(started.get())); // behind the start
            }
        }
    }

    private static Task<?> start(Coroutine<?> snippet, CompletableFuture<@Nullable Object> end) {
        Task<?> task = LOOP.createTask(snippet, "prompt", CONTEXT);
        task.addDoneCallback(done -> hand(done, end));
        return task;
    }

    private static void cancel(@Nullable Task<?> task) {
        if (task != null) {
            task.cancel();
        }
    }

    private static void hand(Future<?> done, CompletableFuture<@Nullable Object> end) {
        try {
            end.complete(done.result());
        } catch (Throwable e) { // a cancellation, too
            end.completeExceptionally(e);
        }
    }
}
