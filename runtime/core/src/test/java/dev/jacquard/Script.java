package dev.jacquard;

import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Failure;
import dev.jacquard.woven.Woven;
import java.util.function.Supplier;

/** A hand-written coroutine: what the weaver makes of a method, with its state switch written out by a test. */
abstract class Script<T> extends Coroutine<T> {
    /** The value to be returned by {@link #step}; {@link #AWAIT} says that {@link #awaiting} was called. */
    private static final Object AWAIT = new Object();

    private Object awaitable;
    private boolean emits;
    int at;

    /** Goes on from {@link #at}; ends with {@code return awaiting(x)} or {@code return result}. */
    protected abstract Object step(Object v) throws Throwable;

    final Object awaiting(int next, Object x) {
        at = next;
        awaitable = x;
        emits = false;
        return AWAIT;
    }

    final Object emitting(int next, Object x) {
        at = next;
        awaitable = x;
        emits = true;
        return AWAIT;
    }

    /** Gets what was awaited, or a Failure if this returns true. */
    protected boolean catches() {
        return false;
    }

    @Override
    protected final Object resume(Driver driver, Object value) throws Throwable {
        boolean first = state == 0;
        state = RUNNING;
        Object v = first ? null : value;
        for (; ; ) {
            Object r = step(catches() ? v : Woven.check(v));
            if (r != AWAIT) {
                return r;
            }
            try {
                v = emits ? Woven.emit(awaitable, driver) : Woven.await(awaitable, "Script", driver);
            } catch (Throwable e) {
                v = new Failure(e);
            }
            if (v == Driver.SUSPENDED) {
                state = at;
                return first ? driver.push(this) : driver.again(this);
            }
        }
    }

    interface Step {
        Object step(Script<?> self, Object v) throws Throwable;
    }

    static <T> Script<T> of(Step step) {
        return new Script<>() {
            @Override
            protected Object step(Object v) throws Throwable {
                return step.step(this, v);
            }
        };
    }

    /** The steps get failures instead of having them thrown. */
    static <T> Script<T> catching(Step step) {
        return new Script<>() {
            @Override
            protected boolean catches() {
                return true;
            }

            @Override
            protected Object step(Object v) throws Throwable {
                return step.step(this, v);
            }
        };
    }

    /** Awaits the things one after the other; gives the last one's result. */
    @SafeVarargs
    static <T> Script<T> sequence(Supplier<Object>... things) {
        return of((self, v) -> self.at == things.length ? v : self.awaiting(self.at + 1, things[self.at].get()));
    }
}
