package dev.jacquard.conformance;

import dev.jacquard.Context;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Future;
import dev.jacquard.Task;
import dev.jacquard.TaskFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives tasks without a name the one that the scenario language says: an entry coroutine's, {@code Task-N}, or
 * {@code exit}. Keeps all tasks in the order of their creation.
 */
final class NamingTaskFactory implements TaskFactory {
    private final boolean eager;
    private final List<@Nullable Future<?>> made = new ArrayList<>();
    private @Nullable String entry;
    private boolean exiting;
    private int unnamed;

    NamingTaskFactory(boolean eager) {
        this.eager = eager;
    }

    /** The next task is that of an entry coroutine. */
    void enter(String name) {
        entry = name;
        exiting = false;
    }

    /** The entry coroutine has ended. */
    void exit() {
        entry = null;
        exiting = true;
    }

    /** All tasks so far, and what others have added. */
    List<@Nullable Future<?>> made() {
        return made;
    }

    @Override
    public <T extends @Nullable Object> Task<T> create(
            EventLoop loop, Coroutine<T> body, @Nullable String name, @Nullable Context context) {
        return create(loop, body, name, context, eager);
    }

    @Override
    public <T extends @Nullable Object> Task<T> create(
            EventLoop loop, Coroutine<T> body, @Nullable String name, @Nullable Context context, boolean eagerStart) {
        int place = made.size();
        made.add(null); // an eager task may make others before it is here
        String itsName = name == null ? nextName() : name;
        Task<T> task = Task.create(loop, body, itsName, context, eagerStart);
        made.set(place, task);
        return task;
    }

    private String nextName() {
        String first = entry;
        if (first != null) {
            entry = null;
            return first;
        }
        return exiting ? "exit" : "Task-" + ++unnamed;
    }
}
