package dev.jacquard;

import org.jspecify.annotations.Nullable;

/** Makes tasks that do their first step where they are created, unless that is said otherwise. */
final class EagerTasks implements TaskFactory {
    static final TaskFactory FACTORY = new EagerTasks();

    private EagerTasks() {}

    @Override
    public <T extends @Nullable Object> Task<T> create(
            EventLoop loop, Coroutine<T> coroutine, @Nullable String name, @Nullable Context context) {
        return create(loop, coroutine, name, context, true);
    }

    @Override
    public <T extends @Nullable Object> Task<T> create(
            EventLoop loop,
            Coroutine<T> coroutine,
            @Nullable String name,
            @Nullable Context context,
            boolean eagerStart) {
        return Task.create(loop, coroutine, name, context, eagerStart);
    }
}
