package dev.jacquard.asynciotests.interop;

import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.ErrorContext;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a program does and tells. */
abstract class Programs {
    final List<Object> trail = new ArrayList<>();
    final List<ErrorContext> errors = new ArrayList<>();

    /** What is told to the running loop's exception handler is expected, and looked at. */
    void keepErrors() {
        getRunningLoop().setExceptionHandler((l, context) -> errors.add(context));
    }

    /** On a thread of its own. */
    static void elsewhere(Runnable r) {
        new Thread(r, "elsewhere").start();
    }
}
