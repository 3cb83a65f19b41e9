package dev.jacquard;

import dev.jacquard.loop.Job;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Captures the call graphs of one loop, on its thread, at one time: {@link AwaitGraph}'s edges, the other way round.
 */
final class CallGraphs {
    private final RunningCalls running;
    private final int limit;

    /** Who depends on a future, as far as live tasks lead there. */
    private final Map<Future<?>, Set<Future<?>>> dependants = new IdentityHashMap<>();

    private final Map<Future<?>, FutureCallGraph> captured = new IdentityHashMap<>();

    /**
     * All of it.
     *
     * @param loop one that runs on this thread, or not at all: its tasks cannot be looked at closely elsewhere
     * @param limit how many calls of each task: so many of the innermost; of the outermost, if it is negative
     */
    CallGraphs(BaseEventLoop loop, int limit) {
        check(loop);
        this.limit = limit;
        running = RunningCalls.of(loop);
        Set<Future<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Future<?>> todo = new ArrayDeque<>(loop.tasks());
        while (!todo.isEmpty()) {
            Future<?> f = todo.remove();
            if (seen.add(f)) {
                for (Future<?> below : f.dependsOn()) {
                    dependants
                            .computeIfAbsent(below, b -> new LinkedHashSet<>())
                            .add(f);
                    todo.add(below);
                }
            }
        }
    }

    /** Those of all tasks. */
    static List<FutureCallGraph> ofAll(BaseEventLoop loop) {
        CallGraphs graphs = new CallGraphs(loop, Integer.MAX_VALUE);
        return loop.tasks().stream().map(graphs::capture).toList();
    }

    private static void check(BaseEventLoop loop) {
        Thread t = loop.runningThread();
        if (t != null && t != Thread.currentThread()) {
            throw new IllegalStateException("The call graphs of "
                    + loop
                    + ", which runs on thread \""
                    + t.getName()
                    + "\", cannot be captured on \""
                    + Thread.currentThread().getName()
                    + "\". Do it in callSoonThreadSafe, or use describeTasks().");
        }
    }

    /** The graph of a future; of one that was captured before, the very same. */
    FutureCallGraph capture(Future<?> root) {
        FutureCallGraph known = captured.get(root);
        if (known != null) {
            return known;
        }
        // no recursion: a chain of tasks may be long
        FutureCallGraph result = node(root, false);
        Map<Future<?>, Boolean> path = new IdentityHashMap<>();
        Deque<Open> open = new ArrayDeque<>();
        open.push(begin(root, result, path));
        while (!open.isEmpty()) {
            Open top = open.peek();
            if (!top.parents.hasNext()) {
                path.remove(top.graph.future());
                open.pop();
                continue;
            }
            Future<?> parent = top.parents.next();
            FutureCallGraph graph = captured.get(parent);
            if (path.containsKey(parent)) {
                graph = node(parent, true);
            } else if (graph == null) {
                graph = node(parent, false);
                open.push(begin(parent, graph, path));
            }
            top.graph.addAwaitedBy(graph);
        }
        return result;
    }

    /** A future those who wait for which are being captured. */
    private record Open(FutureCallGraph graph, Iterator<Future<?>> parents) {}

    private Open begin(Future<?> f, FutureCallGraph graph, Map<Future<?>, Boolean> path) {
        captured.put(f, graph);
        path.put(f, true);
        return new Open(graph, awaiting(f).iterator());
    }

    private FutureCallGraph node(Future<?> f, boolean circle) {
        return new FutureCallGraph(f, AwaitGraph.describe(f), calls(f), circle);
    }

    // ---- who waits -----------------------------------------------------------------------------

    /** Those that are told first come first. What only the runtime sees is left out. */
    private Set<Future<?>> awaiting(Future<?> f) {
        Set<Future<?>> all = new LinkedHashSet<>();
        Object callbacks = f.callbacks();
        if (callbacks instanceof List<?> list) {
            for (Object job : list) {
                addNotNull(awaiting(job), all);
            }
        } else {
            addNotNull(awaiting(callbacks), all);
        }
        for (Future<?> dependant : dependants.getOrDefault(f, Set.of())) {
            if (dependant instanceof Gate || dependant instanceof Waiter) {
                all.addAll(awaiting(dependant));
            } else {
                all.add(dependant);
            }
        }
        return all;
    }

    private static void addNotNull(@Nullable Future<?> f, Collection<Future<?>> to) {
        if (f != null) {
            to.add(f);
        }
    }

    /** On whose behalf a future has this callback. */
    private static @Nullable Future<?> awaiting(@Nullable Object callback) {
        if (callback instanceof ParentFuture.Child child) {
            return child.outer;
        }
        if (callback instanceof Job job) {
            Task<?> parent = TaskGroup.parentOf(job);
            if (parent != null) {
                return parent.isDone() ? null : parent;
            }
        }
        return callback instanceof Task<?> || callback instanceof ParentFuture<?> ? (Future<?>) callback : null;
    }

    // ---- calls ---------------------------------------------------------------------------------

    private List<FrameCallGraphEntry> calls(Future<?> f) {
        if (!(f instanceof Task<?> task)) {
            return List.of();
        }
        List<FrameCallGraphEntry> calls = running.of(task);
        if (calls == null) {
            calls = new ArrayList<>();
            for (StackTraceElement row : Stacks.suspended(task.frame())) {
                calls.add(new FrameCallGraphEntry(row, true));
            }
        }
        int n = calls.size();
        return limit >= 0
                ? calls.subList(0, Math.min(limit, n))
                : calls.subList(Math.max(0, n + Math.max(limit, -n)), n);
    }
}
