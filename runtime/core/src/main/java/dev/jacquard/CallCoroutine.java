package dev.jacquard;

import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Woven;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls a function when it is started, and awaits what it returns. */
final class CallCoroutine<T extends @Nullable Object> extends Coroutine<T> {
    private final ThrowingAsyncCallable<T, ?> function;

    CallCoroutine(ThrowingAsyncCallable<T, ?> function) {
        this.function = Objects.requireNonNull(function);
    }

    @Override
    protected @Nullable Object resume(Driver driver, @Nullable Object value) throws Throwable {
        if (state != 0) {
            return Woven.check(value);
        }
        state = RUNNING;
        Object v = Woven.awaitReturned(function.call(), "run(lambda)", driver);
        return v == Driver.SUSPENDED ? driver.push(this) : v;
    }
}
