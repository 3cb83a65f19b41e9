package dev.jacquard.testing.net;

import java.util.List;

/** A simulated program has failed. The message has the seed and the story of what happened. */
public final class SimulationError extends AssertionError {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 200;

    private final long seed;
    private final transient List<String> story;

    SimulationError(long seed, List<String> story, Throwable cause) {
        super(message(seed, story, cause), cause);
        this.seed = seed;
        this.story = story;
    }

    private static String message(long seed, List<String> story, Throwable cause) {
        StringBuilder s = new StringBuilder("Seed ")
                .append(seed)
                .append(" fails; again with Simulation.run(")
                .append(seed)
                .append("L, ...).\n")
                .append(cause)
                .append("\nWhat happened:");
        int from = Math.max(0, story.size() - SHOWN);
        if (from > 0) {
            s.append("\n(").append(from).append(" lines before)");
        }
        story.subList(from, story.size()).forEach(line -> s.append('\n').append(line));
        return s.toString();
    }

    /** The seed that fails. */
    public long seed() {
        return seed;
    }

    /** What happened. */
    public List<String> story() {
        return story;
    }
}
