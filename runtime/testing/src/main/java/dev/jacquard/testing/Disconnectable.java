package dev.jacquard.testing;

/**
 * Something that has connections which a test can lose: see {@link Mishap#CONNECTION_LOST}. For stand-ins of networks;
 * those of this module are some.
 */
public interface Disconnectable {
    /** How many connections it has now. */
    int connectionCount();

    /** Breaks them all, as when a cable is cut; new ones can be made. */
    void disconnect();

    /**
     * Lets the test that runs on this thread lose its connections. To be called when it is made; does nothing outside
     * of a test of {@link AsyncTester}.
     */
    static void announce(Disconnectable made) {
        AsyncTester tester = AsyncTester.current();
        if (tester != null) {
            tester.addDisconnectable(made);
        }
    }
}
