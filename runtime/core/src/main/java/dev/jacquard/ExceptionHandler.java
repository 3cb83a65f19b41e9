package dev.jacquard;

/** Gets the exceptions that have nobody else to go to, see {@link EventLoop#setExceptionHandler}. */
@FunctionalInterface
public interface ExceptionHandler {
    /** Called on the loop's thread. What it throws is logged. */
    void handle(EventLoop loop, ErrorContext context);
}
