package dev.jacquard.web;

/** What is to be done after the response of a request. FastAPI's {@code BackgroundTasks}. */
public interface BackgroundTasks {
    /**
     * Adds work, done in the order of adding when the response has been sent and what was provided is closed. It is not
     * done when the handler fails, not cancelled when the client leaves, and a graceful stop waits for it. An exception
     * is reported to the loop's exception handler; the next work goes on.
     */
    void add(Work work);
}
