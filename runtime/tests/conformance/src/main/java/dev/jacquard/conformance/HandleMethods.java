package dev.jacquard.conformance;

import dev.jacquard.Handle;
import dev.jacquard.TimerHandle;
import org.jspecify.annotations.Nullable;

/** The methods of what {@code call_soon} and its like give. */
final class HandleMethods {
    private HandleMethods() {}

    static Object query(Handle handle, String property) {
        if (property.equals("cancelled")) {
            return handle.isCancelled();
        }
        if (property.equals("when") && handle instanceof TimerHandle timer) {
            return Values.seconds(timer.when());
        }
        throw Things.noSuchMethod(handle, property);
    }

    static @Nullable Object call(Handle handle, String method) {
        if (method.equals("cancel")) {
            handle.cancel();
            return null;
        }
        throw Things.noSuchMethod(handle, method);
    }
}
