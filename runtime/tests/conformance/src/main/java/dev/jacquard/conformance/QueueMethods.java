package dev.jacquard.conformance;

import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import org.jspecify.annotations.Nullable;

/** The methods of queues. */
final class QueueMethods {
    private QueueMethods() {}

    static Object query(AsyncQueue<?> queue, String property) {
        return switch (property) {
            case "qsize" -> (long) queue.size();
            case "maxsize" -> (long) queue.maxSize();
            case "empty" -> queue.isEmpty();
            case "full" -> queue.isFull();
            default -> throw Things.noSuchMethod(queue, property);
        };
    }

    static @Nullable Object call(AsyncQueue<Object> queue, String method, @Nullable Object argument) {
        switch (method) {
            case "put_nowait" -> queue.putNowait(Values.nullable(argument));
            case "get_nowait" -> {
                return queue.getNowait();
            }
            case "task_done" -> taskDone(queue);
            case "shutdown" -> queue.shutdown(Values.truth(argument));
            default -> throw Things.noSuchMethod(queue, method);
        }
        return null;
    }

    /** Once too often is a ValueError in Python. */
    private static void taskDone(AsyncQueue<?> queue) {
        try {
            queue.taskDone();
        } catch (IllegalStateException e) {
            throw new AppException("ValueError", e.getMessage());
        }
    }

    static Coroutine<?> callWaiting(AsyncQueue<Object> queue, String method, @Nullable Object argument) {
        return switch (method) {
            case "get" -> queue.get();
            case "put" -> queue.put(Values.nullable(argument));
            case "join" -> queue.join();
            default -> throw Things.noSuchMethod(queue, method);
        };
    }
}
