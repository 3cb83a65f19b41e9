package dev.jacquard.testing;

/** What happens to a test at one of its awaits. See {@link CancelEverywhere}. */
public enum Mishap {
    /** Its task is cancelled, as by {@link dev.jacquard.Task#cancel()}. */
    CANCEL("cancelled"),

    /**
     * A timeout around the whole test fires, as that of {@link dev.jacquard.Asyncio#timeout}. For what the test awaits
     * that is a cancellation; what counts beside is that nobody swallows it or withdraws it
     * ({@link dev.jacquard.Task#uncancel}), so that it arrives as the timeout it is.
     */
    TIMEOUT("timed out"),

    /**
     * All connections break that a {@link dev.jacquard.testing.net.SimulatedNetwork}, a {@link MemoryStream} or another
     * {@link Disconnectable} has at that time. Only where there are any.
     */
    CONNECTION_LOST("connections lost");

    private final String participle;

    Mishap(String participle) {
        this.participle = participle;
    }

    /** {@code cancelled}, in a sentence. */
    String participle() {
        return participle;
    }
}
