package dev.jacquard.conformance;

import dev.jacquard.Timeout;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of timeouts. */
final class TimeoutMethods {
    private TimeoutMethods() {}

    static @Nullable Object query(Timeout timeout, String property) {
        return switch (property) {
            case "expired" -> timeout.isExpired();
            case "when" -> {
                Duration when = timeout.when();
                yield when == null ? null : Values.seconds(when);
            }
            default -> throw Things.noSuchMethod(timeout, property);
        };
    }

    static @Nullable Object call(Timeout timeout, String method, List<@Nullable Object> arguments) {
        if (!method.equals("reschedule")) {
            throw Things.noSuchMethod(timeout, method);
        }
        timeout.reschedule(time(arguments));
        return null;
    }

    /** The argument, a number of seconds or null. */
    static @Nullable Duration time(List<@Nullable Object> arguments) {
        Object time = arguments.get(0);
        return time == null ? null : Values.seconds(time);
    }
}
