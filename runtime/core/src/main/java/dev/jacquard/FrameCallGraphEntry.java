package dev.jacquard;

import java.util.Objects;

/**
 * One call of a {@link FutureCallGraph}. {@code asyncio.FrameCallGraphEntry}.
 *
 * @param frame the method, and the line where the call is: at its await, or, if it is running, where it is just now
 * @param isAsync whether it is a call of an {@code @Async} method; else of one that such a method, which is running,
 *     has called
 */
public record FrameCallGraphEntry(StackTraceElement frame, boolean isAsync) {
    /** Of a row of a stack trace. */
    public FrameCallGraphEntry {
        Objects.requireNonNull(frame, "frame");
    }

    /** As a row of a stack trace, {@code async Shop.order(Shop.java:12)}. */
    @Override
    public String toString() {
        return (isAsync ? "async " : "") + Stacks.text(frame);
    }
}
