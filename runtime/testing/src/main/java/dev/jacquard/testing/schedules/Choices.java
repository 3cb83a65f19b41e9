package dev.jacquard.testing.schedules;

import java.util.List;

/**
 * What a program leaves to the schedule beside the order of its steps: whether a host crashes here, how long a packet
 * takes, which of two answers a simulated device gives. An {@link Explorer} searches these choices as it searches
 * orders, a schedule's text repeats them, and they are shortened towards the first option and towards nothing
 * happening.
 *
 * <pre>{@code
 * if (Choices.happens("crash " + host, 0.1)) {
 *     host.crash();
 * }
 * }</pre>
 *
 * <p>In a run without a schedule the first option is chosen, and nothing happens. Asking counts as one step.
 */
public final class Choices {
    private static final List<String> NO_YES = List.of("no", "yes");

    private Choices() {}

    /** Whether a schedule chooses: in a program that an {@link Explorer} runs, on its thread. */
    public static boolean isExploring() {
        return Recorder.current() != null;
    }

    /**
     * Chooses one of several options; by chance, all are equally probable.
     *
     * @param what is chosen, for the story
     * @throws IllegalArgumentException if there is none
     */
    public static <T> T among(String what, List<? extends T> options) {
        if (options.isEmpty()) {
            throw new IllegalArgumentException("Nothing to choose from: " + what);
        }
        Recorder r = Recorder.current();
        int n = options.size();
        return options.get(r == null ? 0 : r.decide(what, options, (n - 1.0) / n));
    }

    /**
     * Whether something unusual happens.
     *
     * @param what happens, for the story
     * @param probability where the schedule is chosen by chance; exhaustive exploration tries both, unless it is 0 or 1
     */
    public static boolean happens(String what, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("Not a probability: " + probability);
        }
        Recorder r = Recorder.current();
        if (r == null || probability == 0) {
            return false;
        }
        return probability == 1 || r.decide(what, NO_YES, probability) == 1;
    }
}
