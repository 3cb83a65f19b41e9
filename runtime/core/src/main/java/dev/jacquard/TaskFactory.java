package dev.jacquard;

import org.jspecify.annotations.Nullable;

/** Makes the tasks of a loop, see {@link EventLoop#setTaskFactory}. */
@FunctionalInterface
public interface TaskFactory {
    /**
     * Makes a task, most likely by {@link Task#create}.
     *
     * @param name its name, or null for a numbered one
     * @param context its context, or null for a copy of the current one
     */
    <T extends @Nullable Object> Task<T> create(
            EventLoop loop,
            Coroutine<T> coroutine,
            @Nullable String name,
            @Nullable Context context);
}
