package dev.jacquard.conformance;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Context;
import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.Handle;
import dev.jacquard.Promise;
import dev.jacquard.TaskGroup;
import dev.jacquard.Timeout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a scenario: makes them, asks them, and calls their methods. Each kind has a class of its own that
 * knows what its methods are called in the scenario language.
 */
final class Things {
    private Things() {}

    /** {@code new KIND arguments...}. */
    static Object make(World world, Blocks blocks, List<@Nullable Object> kindAndArguments) {
        String kind = String.valueOf(kindAndArguments.get(0));
        List<@Nullable Object> arguments = kindAndArguments.subList(1, kindAndArguments.size());
        return switch (kind) {
            case "future" -> future(world, String.valueOf(arguments.get(0)));
            case "ctx" -> Context.copyCurrent();
            case "cm" -> new ContextManager(blocks, String.valueOf(arguments.get(0)), String.valueOf(arguments.get(1)));
            case "timeout" -> Timeout.after(TimeoutMethods.time(arguments));
            case "timeout_at" -> Timeout.at(TimeoutMethods.time(arguments));
            case "group" -> new TaskGroup();
            default -> Primitives.make(kind, arguments);
        };
    }

    private static Promise<Object> future(World world, String name) {
        Promise<Object> promise = new Promise<>();
        world.trace().name(promise, name);
        world.made().add(promise);
        return promise;
    }

    /** The expressions that are named after a method or property of the object. */
    static @Nullable Object query(String property, Object object) {
        if (object instanceof Future<?> future) {
            return FutureMethods.query(future, property);
        }
        if (object instanceof Handle handle) {
            return HandleMethods.query(handle, property);
        }
        if (object instanceof Timeout timeout) {
            return TimeoutMethods.query(timeout, property);
        }
        return Primitives.query(object, property);
    }

    /** Calls a method that does not wait. */
    static @Nullable Object call(Object object, String method, List<@Nullable Object> arguments) {
        Object argument = arguments.isEmpty() ? null : arguments.get(0);
        if (object instanceof Future<?> future) {
            return FutureMethods.call(future, method, argument);
        }
        if (object instanceof Handle handle) {
            return HandleMethods.call(handle, method);
        }
        if (object instanceof Timeout timeout) {
            return TimeoutMethods.call(timeout, method, arguments);
        }
        if (object instanceof TaskGroup group) {
            return GroupMethods.call(group, method);
        }
        return Primitives.call(object, method, argument);
    }

    /** Calls a method that may wait: a coroutine that does nothing until it is awaited. */
    static Coroutine<?> callWaiting(Object object, String method, List<@Nullable Object> arguments) {
        Object argument = arguments.isEmpty() ? null : arguments.get(0);
        if (object instanceof AsyncGenerator<?> generator) {
            return GeneratorMethods.call(generator, method, argument);
        }
        return Primitives.callWaiting(object, method, argument);
    }

    /** Scenarios are dynamically typed: any value may be in any future. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T> T unchecked(Object object) {
        return (T) object;
    }

    static AppException noSuchMethod(Object object, String method) {
        return new AppException("AttributeError", object.getClass().getSimpleName() + " has no method " + method);
    }
}
