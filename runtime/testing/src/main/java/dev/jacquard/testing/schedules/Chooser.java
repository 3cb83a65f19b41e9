package dev.jacquard.testing.schedules;

/** A strategy at work: says which schedules are run, one after the other. */
abstract class Chooser {
    /**
     * Prepares the next run.
     *
     * @return false if there is none any more
     */
    abstract boolean begin();

    /**
     * Which one of those that may be next is run.
     *
     * @param step its number, from 1
     * @param count how many there are, at least 2
     * @param run where they are found
     * @return 0 for the one that is ready longest, up to count - 1
     */
    abstract int choose(int step, int count, Recorder run);

    /**
     * Which option is taken where the program asks for a choice.
     *
     * @param step its number, from 1
     * @param count how many options there are, at least 2
     * @param probability of another option than the first, where it is left to chance
     * @return 0 for the first, up to count - 1
     */
    abstract int decide(int step, int count, double probability, Recorder run);

    /** The run is over. */
    void end(Recorder run) {}

    /** Whether all schedules were run, without any bound; a chooser by chance never knows. */
    boolean isComplete() {
        return false;
    }

    /** What was run, in words, after so many runs. */
    abstract String report(long runs);
}
