package dev.jacquard.conformance;

import dev.jacquard.AsyncBarrier;
import dev.jacquard.AsyncBoundedSemaphore;
import dev.jacquard.AsyncCondition;
import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncLifoQueue;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncPriorityQueue;
import dev.jacquard.AsyncQueue;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The primitives and queues among the {@link Things}. */
final class Primitives {
    private Primitives() {}

    /** {@code new KIND arguments...}. */
    static Object make(String kind, List<@Nullable Object> arguments) {
        return switch (kind) {
            case "lock" -> new AsyncLock();
            case "event" -> new AsyncEvent();
            case "cond" ->
                arguments.isEmpty() || arguments.get(0) == null
                        ? new AsyncCondition()
                        : new AsyncCondition((AsyncLock) Values.required(arguments.get(0)));
            case "sem" -> new AsyncSemaphore(number(arguments, 1));
            case "bsem" -> new AsyncBoundedSemaphore(number(arguments, 1));
            case "barrier" -> new AsyncBarrier(number(arguments, null));
            case "queue" -> new AsyncQueue<@Nullable Object>(number(arguments, 0));
            case "lifo" -> new AsyncLifoQueue<@Nullable Object>(number(arguments, 0));
            case "prio" -> new AsyncPriorityQueue<>(number(arguments, 0), Values::compare);
            default -> throw new IllegalArgumentException("unknown object " + kind);
        };
    }

    private static int number(List<@Nullable Object> arguments, @Nullable Integer otherwise) {
        if (arguments.isEmpty() && otherwise != null) {
            return otherwise;
        }
        return Math.toIntExact(Values.integer(arguments.isEmpty() ? null : arguments.get(0)));
    }

    /** The expressions that are named after a method or property of the object. */
    static Object query(Object object, String property) {
        if (object instanceof AsyncLock lock) {
            return LockMethods.query(lock, property);
        }
        if (object instanceof AsyncEvent event) {
            return EventMethods.query(event, property);
        }
        if (object instanceof AsyncCondition condition) {
            return ConditionMethods.query(condition, property);
        }
        if (object instanceof AsyncSemaphore semaphore) {
            return SemaphoreMethods.query(semaphore, property);
        }
        if (object instanceof AsyncBarrier barrier) {
            return BarrierMethods.query(barrier, property);
        }
        if (object instanceof AsyncQueue<?> queue) {
            return QueueMethods.query(queue, property);
        }
        throw Things.noSuchMethod(object, property);
    }

    /** Calls a method that does not wait. */
    static @Nullable Object call(Object object, String method, @Nullable Object argument) {
        if (object instanceof AsyncLock lock) {
            LockMethods.call(lock, method);
        } else if (object instanceof AsyncEvent event) {
            EventMethods.call(event, method);
        } else if (object instanceof AsyncCondition condition) {
            ConditionMethods.call(condition, method, argument);
        } else if (object instanceof AsyncSemaphore semaphore) {
            SemaphoreMethods.call(semaphore, method);
        } else if (object instanceof AsyncQueue<?> queue) {
            return QueueMethods.call(Things.unchecked(queue), method, argument);
        } else {
            throw Things.noSuchMethod(object, method);
        }
        return null;
    }

    /** Calls a method that may wait: a coroutine that does nothing until it is awaited. */
    static Coroutine<?> callWaiting(Object object, String method, @Nullable Object argument) {
        if (object instanceof AsyncLock lock) {
            return LockMethods.callWaiting(lock, method);
        }
        if (object instanceof AsyncEvent event) {
            return EventMethods.callWaiting(event, method);
        }
        if (object instanceof AsyncCondition condition) {
            return ConditionMethods.callWaiting(condition, method);
        }
        if (object instanceof AsyncSemaphore semaphore) {
            return SemaphoreMethods.callWaiting(semaphore, method);
        }
        if (object instanceof AsyncBarrier barrier) {
            return BarrierMethods.callWaiting(barrier, method);
        }
        if (object instanceof AsyncQueue<?> queue) {
            return QueueMethods.callWaiting(Things.unchecked(queue), method, argument);
        }
        throw Things.noSuchMethod(object, method);
    }

    /** {@code async with}: the body gets what entering gives, and null if there is no such thing. */
    static @Nullable Coroutine<Signal> with(Object manager, Entered body) {
        if (manager instanceof AsyncLock lock) {
            return lock.with(() -> body.apply(null));
        }
        if (manager instanceof AsyncCondition condition) {
            return condition.with(() -> body.apply(null));
        }
        if (manager instanceof AsyncSemaphore semaphore) {
            return SemaphoreMethods.with(semaphore, body);
        }
        if (manager instanceof AsyncBarrier barrier) {
            return barrier.with(index -> body.apply((long) index));
        }
        return null;
    }
}
