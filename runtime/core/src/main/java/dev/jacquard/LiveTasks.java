package dev.jacquard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Describes the tasks of loops that run on other threads; the agent's commands {@code ps} and {@code pstree} call
 * {@link #ps} and {@link #pstree} by name.
 */
final class LiveTasks {
    private static final long PATIENCE_MILLIS = 1000;

    private LiveTasks() {}

    /** A table of the tasks of all running loops. */
    @SuppressWarnings("unused") // by the agent
    static String ps() {
        return all(AwaitGraph::table);
    }

    /** A tree of the tasks of all running loops. */
    @SuppressWarnings("unused") // by the agent
    static String pstree() {
        return all(AwaitGraph::tree);
    }

    private static String all(Function<AwaitGraph, String> how) {
        StringBuilder s = new StringBuilder();
        for (EventLoop loop : RunningLoops.all()) {
            BaseEventLoop l = (BaseEventLoop) loop;
            Thread thread = l.runningThread();
            int tasks = l.tasks().size();
            s.append(l)
                    .append(thread == null ? "" : " on thread \"" + thread.getName() + "\"")
                    .append(": ")
                    .append(tasks)
                    .append(tasks == 1 ? " task\n" : " tasks\n")
                    .append(describe(l, how));
        }
        return s.length() == 0 ? "No event loop is running.\n" : s.toString();
    }

    static String describe(BaseEventLoop loop, Function<AwaitGraph, String> how) {
        return describe(loop, how, PATIENCE_MILLIS);
    }

    static String describe(BaseEventLoop loop, Function<AwaitGraph, String> how, long patienceMillis) {
        if (loop.isHere() || !loop.isRunning()) {
            return how.apply(new AwaitGraph(loop));
        }
        CompletableFuture<String> answer = new CompletableFuture<>();
        boolean posted = loop.postInternally(() -> {
            if (!answer.isDone()) {
                try {
                    answer.complete(how.apply(new AwaitGraph(loop)));
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            }
        });
        if (!posted) { // closed in between
            return how.apply(new AwaitGraph(loop));
        }
        try {
            return answer.get(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(false);
            return fromOutside(loop, how);
        } catch (ExecutionException e) {
            return "The tasks cannot be described: " + e.getCause() + "\n";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fromOutside(loop, how);
        }
    }

    /** What is read while the loop goes on may not fit together, so it is not to be trusted. */
    private static String fromOutside(BaseEventLoop loop, Function<AwaitGraph, String> how) {
        String what;
        try {
            what = how.apply(new AwaitGraph(loop));
        } catch (RuntimeException e) {
            what = "The tasks change too fast to be read: " + e + "\n";
        }
        @Nullable Thread thread = loop.runningThread();
        return "The loop is busy and does not answer; seen from outside:"
                + (thread == null ? "" : Stacks.text("It is here:", RunningCalls.stackOf(loop, thread)))
                + "\n"
                + what;
    }
}
