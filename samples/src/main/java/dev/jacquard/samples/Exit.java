package dev.jacquard.samples;

/** How programs end. */
public final class Exit {
    private Exit() {}

    /** Ends the process with a status; with 0 it ends by itself, when its threads have. */
    public static void with(int status) {
        if (status != 0) {
            System.exit(status);
        }
    }
}
