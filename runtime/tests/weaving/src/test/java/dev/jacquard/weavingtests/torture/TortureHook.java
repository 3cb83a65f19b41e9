package dev.jacquard.weavingtests.torture;

import dev.jacquard.woven.Driver;

/** What tortured methods call. */
public final class TortureHook {
    /** Every how many calls one suspends; 1: all; 0: none. */
    public static int every = 1;

    private static long calls;
    private static long suspensions;

    private TortureHook() {}

    /** Behind each call of a tortured method. */
    public static Object suspend(Driver driver) {
        calls++;
        if (every == 0 || calls % every != 0) {
            return null;
        }
        suspensions++;
        return Driver.SUSPENDED;
    }

    /** Where a value leaves a try range to be returned. */
    public static Object suspend(Object value, Driver driver) {
        if (suspend(driver) == null) {
            return value;
        }
        ((TortureDriver) driver).held = value;
        return Driver.SUSPENDED;
    }

    /** Runs the body to its end. */
    public static Object drive(TortureFrame frame) throws Throwable {
        return new TortureDriver().drive(frame);
    }

    public static long suspensions() {
        return suspensions;
    }
}
