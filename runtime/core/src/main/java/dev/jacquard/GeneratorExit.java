package dev.jacquard;

/** Thrown at the {@code emit} of a generator that is closed. Python's {@code GeneratorExit}. */
public class GeneratorExit extends Error {
    private static final long serialVersionUID = 1;

    /** Without a message. */
    public GeneratorExit() {}

    /**
     * With a message.
     *
     * @param message says why
     */
    public GeneratorExit(String message) {
        super(message);
    }
}
