package dev.jacquard.testing.schedules;

/**
 * At one step, not the job that is ready longest is run but another one.
 *
 * @param step the number of the step, from 1
 * @param choice which one: 1 is the second of those that may be next, and so on; where there are fewer, it is counted
 *     round and round, without the first
 */
public record Deviation(int step, int choice) implements Comparable<Deviation> {
    /** A deviation. */
    public Deviation {
        if (step < 1 || choice < 1) {
            throw new IllegalArgumentException(
                    "Steps and choices of a deviation count from 1, but these are step " + step + ", choice " + choice);
        }
    }

    @Override
    public int compareTo(Deviation other) {
        int bySteps = Integer.compare(step, other.step);
        return bySteps != 0 ? bySteps : Integer.compare(choice, other.choice);
    }

    @Override
    public String toString() {
        return choice == 1 ? Integer.toString(step) : step + ":" + choice;
    }
}
