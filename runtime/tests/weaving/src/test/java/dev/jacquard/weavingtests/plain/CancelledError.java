package dev.jacquard.weavingtests.plain;

/** Twin of the runtime's error of this name. */
public class CancelledError extends Error {
    private static final long serialVersionUID = 1;

    public CancelledError() {}

    public CancelledError(String message) {
        super(message);
    }
}
