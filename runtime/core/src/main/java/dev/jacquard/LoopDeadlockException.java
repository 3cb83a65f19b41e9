package dev.jacquard;

/** On a loop with a virtual clock, tasks wait and nothing can wake any of them. The message lists them. */
public class LoopDeadlockException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message. */
    public LoopDeadlockException(String message) {
        super(message);
    }
}
