package dev.jacquard;

import org.jspecify.annotations.Nullable;

/** Makes the tasks of a loop, see {@link EventLoop#setTaskFactory}. {@code task_factory}. */
@FunctionalInterface
public interface TaskFactory {
    /**
     * Makes a task, most likely by {@link Task#create}.
     *
     * @param name its name, or null for a numbered one
     * @param context its context, or null for a copy of the current one
     */
    <T extends @Nullable Object> Task<T> create(
            EventLoop loop, Coroutine<T> coroutine, @Nullable String name, @Nullable Context context);

    /**
     * Makes a task whose creator has said whether it starts at once. A factory that is to be used with
     * {@code eagerStart} overrides this, most likely by {@link Task#create}; {@link Asyncio#eagerTaskFactory} does.
     *
     * @param name its name, or null for a numbered one
     * @param context its context, or null for a copy of the current one
     * @param eagerStart whether its first step is done at once, if the loop is running
     * @throws UnsupportedOperationException if the factory does not override this
     */
    default <T extends @Nullable Object> Task<T> create(
            EventLoop loop,
            Coroutine<T> coroutine,
            @Nullable String name,
            @Nullable Context context,
            boolean eagerStart) {
        throw new UnsupportedOperationException("The task factory "
                + getClass().getName()
                + " cannot make a task with eagerStart="
                + eagerStart
                + ": override create(loop, coroutine, name, context, eagerStart) in it,"
                + " most likely by Task.create, or create the task without eagerStart.");
    }
}
