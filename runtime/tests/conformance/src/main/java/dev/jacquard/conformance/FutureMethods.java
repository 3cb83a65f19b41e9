package dev.jacquard.conformance;

import dev.jacquard.Future;
import dev.jacquard.Outcome;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of futures and tasks. */
final class FutureMethods {
    private FutureMethods() {}

    static @Nullable Object query(Future<?> future, String property) {
        return switch (property) {
            case "done" -> future.isDone();
            case "cancelled" -> future.isCancelled();
            case "result" -> value(future.result());
            case "exception" -> future.exception();
            case "cancelling" -> (long) task(future, property).cancelling();
            default -> throw Things.noSuchMethod(future, property);
        };
    }

    static @Nullable Object call(Future<?> future, String method, @Nullable Object argument) {
        switch (method) {
            case "cancel" -> {
                return argument == null ? future.cancel() : future.cancel(ExceptionClasses.text(argument));
            }
            case "uncancel" -> {
                return (long) task(future, method).uncancel();
            }
            case "set_name" -> task(future, method).setName(String.valueOf(argument));
            case "set_result" -> promise(future, method).setResult(Values.nullable(argument));
            case "set_exception" -> promise(future, method).setException((Throwable) Values.required(argument));
            default -> throw Things.noSuchMethod(future, method);
        }
        return null;
    }

    /** A result as the scenario sees it: settled outcomes are values or exceptions. */
    static @Nullable Object value(@Nullable Object result) {
        if (!(result instanceof List<?> list)) {
            return result;
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (Object element : list) {
            values.add(
                    element instanceof Outcome<?> outcome
                            ? outcome.<@Nullable Object>fold(v -> value(v), e -> e)
                            : value(element));
        }
        return values;
    }

    private static Task<?> task(Future<?> future, String method) {
        if (future instanceof Task<?> task) {
            return task;
        }
        throw Things.noSuchMethod(future, method);
    }

    private static Promise<@Nullable Object> promise(Future<?> future, String method) {
        if (future instanceof Promise<?> promise) {
            return Things.unchecked(promise);
        }
        throw future instanceof Task
                ? new AppException("RuntimeError", "Task does not support " + method)
                : Things.noSuchMethod(future, method);
    }
}
