package dev.jacquard;

import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Woven;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine of the runtime that needs no frame: when it suspends, the call that awaits it is resumed directly.
 *
 * @param <T> the result
 */
abstract class Leaf<T extends @Nullable Object> extends Coroutine<T> {
    Leaf() {}

    /** One that is constant, or nobody's business if it is lost. */
    Leaf(boolean internal) {
        super(internal);
    }

    /** Gives the value, throws, or arranges the resumption and gives {@link Driver#SUSPENDED}. */
    @Override
    abstract @Nullable Object call(BaseDriver driver) throws Throwable;

    @Override
    @Nullable
    Object call(BaseDriver driver, String awaitedAt) throws Throwable {
        return call(driver);
    }

    @Override
    final Coroutine<T> root() {
        untrack();
        return new Root<>(this);
    }

    @Override
    public void close() {
        untrack();
    }

    @Override
    protected final @Nullable Object resume(Driver driver, @Nullable Object value) {
        throw new AssertionError("a leaf has no frame");
    }

    /** Whether awaiting it twice is like awaiting two of its kind. */
    boolean isConstant() {
        return false;
    }

    /** Awaits whatever {@code await} takes. */
    static <T extends @Nullable Object> Coroutine<T> awaiting(Object awaitable) {
        return new Awaiting<>(awaitable);
    }

    static final class Value<T extends @Nullable Object> extends Leaf<T> {
        @SuppressWarnings("NullAway")
        static final Coroutine<Void> DONE = new Value<>(null);

        private final T value;

        Value(T value) {
            super(true);
            this.value = value;
        }

        @Override
        @Nullable
        Object call(BaseDriver driver) {
            return value;
        }

        @Override
        boolean isConstant() {
            return true;
        }

        @Override
        public String toString() {
            return "Coroutine.of(" + value + ")";
        }
    }

    static final class Failed<T extends @Nullable Object> extends Leaf<T> {
        private final Throwable exception;

        Failed(Throwable exception) {
            super(true);
            this.exception = Objects.requireNonNull(exception, "exception is null");
        }

        @Override
        Object call(BaseDriver driver) throws Throwable {
            throw Woven.arrivedHere(new Failure(exception), driver).exception();
        }

        @Override
        boolean isConstant() {
            return true;
        }

        @Override
        public String toString() {
            return "Coroutine.failed(" + exception + ")";
        }
    }

    /** {@code sleep(0)}: lets the others run for a round. */
    static final class Yield extends Leaf<Void> {
        static final Yield INSTANCE = new Yield();

        private Yield() {
            super(true);
        }

        @Override
        Object call(BaseDriver driver) {
            return driver.yieldOnce();
        }

        @Override
        boolean isConstant() {
            return true;
        }

        @Override
        public String toString() {
            return "sleep(0)";
        }
    }

    static final class Sleep<T extends @Nullable Object> extends Leaf<T> {
        private final long nanos;
        private final T value;

        Sleep(long nanos, T value) {
            this.nanos = nanos;
            this.value = value;
        }

        @Override
        Object call(BaseDriver driver) {
            untrack();
            return driver.sleep(nanos, value);
        }

        @Override
        public String toString() {
            return "sleep(" + java.time.Duration.ofNanos(nanos) + ")";
        }
    }

    private static final class Awaiting<T extends @Nullable Object> extends Leaf<T> {
        private final Object awaitable;

        Awaiting(Object awaitable) {
            this.awaitable = awaitable;
        }

        @Override
        @Nullable
        Object call(BaseDriver driver) throws Throwable {
            untrack();
            return driver.await(awaitable);
        }

        @Override
        public String toString() {
            return "await " + awaitable;
        }
    }

    /** The frame of a task whose coroutine is a leaf. */
    private static final class Root<T extends @Nullable Object> extends Coroutine<T> {
        private final Leaf<T> leaf;

        Root(Leaf<T> leaf) {
            super(true);
            this.leaf = leaf;
        }

        @Override
        protected @Nullable Object resume(Driver driver, @Nullable Object value) throws Throwable {
            if (state == 0) {
                state = RUNNING;
                Object v = leaf.call((BaseDriver) driver);
                return v == Driver.SUSPENDED ? driver.push(this) : v;
            }
            return Woven.check(value);
        }

        @Override
        Coroutine<T> asGiven() {
            return leaf;
        }

        @Override
        public String toString() {
            return leaf.toString();
        }
    }
}
