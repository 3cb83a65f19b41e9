package dev.jacquard;

import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Woven;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls a function when it is started, and awaits what it returns. */
final class CallCoroutine<T extends @Nullable Object> extends Coroutine<T> {
    private @Nullable ThrowingAsyncCallable<T, ?> function; // until it is called

    CallCoroutine(ThrowingAsyncCallable<T, ?> function) {
        super(true); // a run that is refused has left nothing that should have been awaited
        this.function = Objects.requireNonNull(function);
    }

    /** One that awaits something, from its start on. */
    static <T extends @Nullable Object> CallCoroutine<T> awaiting(AnyAwaitable<T> awaitable) {
        return new CallCoroutine<>(
                ((Awaitable<T>) Objects.requireNonNull(awaitable, "awaitable is null"))::asCoroutine);
    }

    @Override
    protected @Nullable Object resume(Driver driver, @Nullable Object value) throws Throwable {
        if (state != 0) {
            return Woven.check(value);
        }
        state = RUNNING;
        ThrowingAsyncCallable<T, ?> f = Objects.requireNonNull(function);
        function = null;
        Object v = Woven.awaitReturned(f.call(), "run(lambda)", driver);
        return v == Driver.SUSPENDED ? driver.push(this) : v;
    }

    @Override
    protected void release() {
        function = null;
    }
}
