package dev.jacquard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * What a task is doing and who waits for it, as it was when it was captured. {@code asyncio.FutureCallGraph}, since
 * Python 3.14. See {@link Asyncio#captureCallGraph(Future)}.
 *
 * <p>A future that several others wait for, over whatever ways, is one object in all their graphs. Where tasks wait for
 * one another in a circle, the graph ends with an object that says so, {@link #isCircle}.
 */
public final class FutureCallGraph {
    /** How many levels are formatted unless another number is given. */
    private static final int DEPTH = 60;

    private final Future<?> future;
    private final String description;
    private final List<FrameCallGraphEntry> callStack;
    private final boolean circle;
    private final List<FutureCallGraph> awaitedBy = new ArrayList<>();

    FutureCallGraph(Future<?> future, String description, List<FrameCallGraphEntry> callStack, boolean circle) {
        this.future = future;
        this.description = description;
        this.callStack = List.copyOf(callStack);
        this.circle = circle;
    }

    /** Only while it is being captured. */
    void addAwaitedBy(FutureCallGraph other) {
        awaitedBy.add(other);
    }

    /** The task, or another future. It is kept from being collected as long as this is. */
    public Future<?> future() {
        return future;
    }

    /**
     * The calls of the task, innermost first, without the runtime's own: of one that waits, as a blocking thread's
     * stack would have them; of one that runs, as they are. Empty if the future is no task, or is done.
     */
    public List<FrameCallGraphEntry> callStack() {
        return callStack;
    }

    /**
     * What waits for it: tasks, and futures that stand for it, as {@code gather}'s do. A task of a group is awaited by
     * the task that has entered the group; the holder of a lock by those who want it.
     */
    public List<FutureCallGraph> awaitedBy() {
        return Collections.unmodifiableList(awaitedBy);
    }

    /**
     * Whether it stands for a future which is nearer to the graph's root already, and so waits for itself. What awaits
     * it is listed there.
     */
    public boolean isCircle() {
        return circle;
    }

    /** {@link #format(int)} of 60 levels at most. */
    public String format() {
        return format(DEPTH);
    }

    /**
     * The graph as text, with a final line break. {@code asyncio.format_call_graph}.
     *
     * <pre>
     * * Task fetch-1
     *   + Call stack:
     *   |   async Shop.fetch(Shop.java:20)
     *   + Awaited by:
     *     * gather[0 of 2 done]
     *       + Awaited by:
     *         * Task main
     *           + Call stack:
     *           |   async Shop.order(Shop.java:12)
     *           |   async Shop.main(Shop.java:5)
     * </pre>
     *
     * @param depth how many levels: 1 is this future alone; what is left out shows as {@code ...}
     * @throws IllegalArgumentException if the depth is less than 1
     */
    public String format(int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("The depth is at least 1, not " + depth);
        }
        StringBuilder out = new StringBuilder();
        Set<FutureCallGraph> shown = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Iterator<FutureCallGraph>> levels = new ArrayDeque<>();
        levels.push(List.of(this).iterator());
        while (!levels.isEmpty()) {
            Iterator<FutureCallGraph> level = levels.peek();
            if (!level.hasNext()) {
                levels.pop();
                continue;
            }
            FutureCallGraph graph = level.next();
            String indent = "    ".repeat(levels.size() - 1);
            if (graph.formatAlone(indent, shown, out)) {
                if (levels.size() < depth) {
                    levels.push(graph.awaitedBy.iterator());
                } else {
                    out.append(indent).append("    ...\n");
                }
            }
        }
        return out.toString();
    }

    /** Without who awaits it, but whether somebody is still to be shown. */
    private boolean formatAlone(String indent, Set<FutureCallGraph> shown, StringBuilder out) {
        out.append(indent).append("* ").append(description);
        if (circle) {
            out.append(" (a circle: see above)\n");
            return false;
        }
        if (!shown.add(this)) {
            out.append(" (see above)\n");
            return false;
        }
        out.append('\n');
        if (!callStack.isEmpty()) {
            out.append(indent).append("  + Call stack:\n");
        }
        for (FrameCallGraphEntry entry : callStack) {
            out.append(indent).append("  |   ").append(entry).append('\n');
        }
        if (awaitedBy.isEmpty()) {
            return false;
        }
        out.append(indent).append("  + Awaited by:\n");
        return true;
    }

    @Override
    public String toString() {
        return "FutureCallGraph["
                + description
                + ", calls:"
                + callStack.size()
                + ", awaited by:"
                + awaitedBy.size()
                + "]";
    }
}
