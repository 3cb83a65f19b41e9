package dev.jacquard;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A deadline has passed. Python's {@code TimeoutError}. */
public class AsyncTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Without a message. */
    public AsyncTimeoutException() {}

    /** With a message. */
    public AsyncTimeoutException(@Nullable String message) {
        super(message);
    }

    /** With a message and the cancellation by which the work was stopped. */
    public AsyncTimeoutException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * A message that says how it came to it.
     *
     * @param what was awaited: a coroutine, a future, or words
     * @param limit how long it could take, in words
     * @param cancellation shows where it was
     */
    static String message(Object what, String limit, CancelledError cancellation) {
        StringBuilder s =
                new StringBuilder(nameOf(what)).append(" did not end ").append(limit);
        for (StackTraceElement row : cancellation.getStackTrace()) {
            if (!Stacks.isRuntime(row)) {
                s.append("; it was at ").append(Stacks.text(row));
                break;
            }
        }
        return s.toString();
    }

    /** What is waited for, in a few words. */
    static String nameOf(Object awaited) {
        if (awaited instanceof Future<?> future) {
            return future instanceof Task
                    ? future.waitsFor()
                    : future.getClass().getSimpleName();
        }
        try {
            String name = awaited.toString();
            int place = awaited instanceof Coroutine ? name.lastIndexOf('(') : -1;
            return place > 0 && !(awaited instanceof Leaf) ? name.substring(0, place) : name;
        } catch (RuntimeException e) { // it may be the user's
            return awaited.getClass().getName();
        }
    }

    /** A limit in words. */
    static String within(Duration limit) {
        if (limit.isNegative()) {
            return "within no time";
        }
        BigDecimal seconds = BigDecimal.valueOf(limit.getSeconds()).add(BigDecimal.valueOf(limit.getNano(), 9));
        boolean isShort = limit.getSeconds() == 0;
        BigDecimal n = isShort ? seconds.movePointRight(3) : seconds;
        return "within " + (n.signum() == 0 ? "0" : n.stripTrailingZeros().toPlainString()) + (isShort ? " ms" : " s");
    }
}
