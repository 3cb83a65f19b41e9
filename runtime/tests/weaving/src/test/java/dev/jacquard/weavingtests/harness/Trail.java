package dev.jacquard.weavingtests.harness;

/** What programs call besides points: the log of events, and the budget of steps. */
public final class Trail {
    private Trail() {}

    /** Logs an event. */
    public static void log(Object event) {
        Run.current().log(Show.of(event));
    }

    /** Logs a value with a label, and gives it. */
    public static <T> T log(String label, T value) {
        Run.current().log(label + " " + Show.of(value));
        return value;
    }

    /** Takes a step; at the head of each loop and method that might go on for ever. */
    public static void tick() {
        Run.current().tick();
    }
}
