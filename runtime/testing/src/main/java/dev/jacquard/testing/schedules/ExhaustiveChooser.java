package dev.jacquard.testing.schedules;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Runs all schedules within bounds, each once: first the one without deviations, then all with one, and so on. So the
 * first that fails has as few deviations as any that fails.
 *
 * <p>No order is left out as equivalent to another one.
 */
final class ExhaustiveChooser extends Chooser {
    /** Of more jobs than these, the others are never chosen. */
    private static final int MAX_COUNT = Byte.MAX_VALUE;

    private final int freedoms;
    private final int maxDeviations;
    private final int maxSteps;

    /** Runs of which schedules with one deviation more, behind the last one, are to be run. */
    private final ArrayDeque<Done> parents = new ArrayDeque<>();

    private @Nullable ScheduleChooser current;
    private Schedule schedule;
    private boolean started;
    private boolean ended;
    private boolean bounded;
    private boolean decides; // the program asks for choices

    ExhaustiveChooser(int freedoms, int maxDeviations, int maxSteps) {
        this.freedoms = freedoms;
        this.maxDeviations = maxDeviations;
        this.maxSteps = maxSteps;
        this.schedule = Schedule.ofPairs(freedoms, new int[0]);
    }

    @Override
    boolean begin() {
        if (started && !nextSchedule()) {
            ended = true;
            return false;
        }
        started = true;
        ScheduleChooser c = new ScheduleChooser(schedule);
        c.begin();
        current = c;
        return true;
    }

    private boolean nextSchedule() {
        for (Done parent = parents.peek(); parent != null; parent = parents.peek()) {
            Schedule child = parent.next();
            if (child != null) {
                schedule = child;
                return true;
            }
            parents.remove();
        }
        return false;
    }

    @Override
    @SuppressWarnings("NullAway") // asked between begin and end only
    int choose(int step, int count, Recorder run) {
        return current.choose(step, count, run);
    }

    @Override
    int decide(int step, int count, double probability, Recorder run) {
        decides = true;
        return choose(step, count, run);
    }

    @Override
    void end(Recorder run) {
        if (run.deviations() != schedule.size()) {
            throw new AssertionError("The program does not do the same each time: where it had several jobs to"
                    + " choose from, in the schedule "
                    + schedule
                    + ", it has only one now. Explorer.checkRepeats tells the difference.");
        }
        int first = schedule.isFifo() ? 1 : schedule.step(schedule.size() - 1) + 1;
        int last = Math.min(run.steps(), maxSteps);
        for (int s = last + 1; s <= run.steps() && !bounded; s++) {
            bounded = run.count(s) > 1;
        }
        for (int s = first; s <= last && !bounded; s++) {
            bounded = run.count(s) > MAX_COUNT;
        }
        int step = first;
        while (step <= last && run.count(step) < 2) {
            step++;
        }
        if (step > last) {
            return;
        }
        if (schedule.size() == maxDeviations) {
            bounded = true;
        } else {
            parents.add(new Done(schedule, run.counts(), step, last));
        }
    }

    @Override
    boolean isComplete() {
        return ended && !bounded;
    }

    @Override
    String report(long runs) {
        if (isComplete()) {
            return "all " + runs + " orders were run" + orders();
        }
        String bounds =
                " with at most " + maxDeviations + " deviations from FIFO, in the first " + maxSteps + " steps,";
        return ended
                ? "bound reached: all " + runs + " schedules" + bounds + " were run" + orders()
                : "bound reached: " + runs + " schedules were run, not even all" + bounds + orders();
    }

    private String orders() {
        StringBuilder s = new StringBuilder(" (orders of tasks' steps, threads' results and deliveries");
        for (Freedom f : Freedom.values()) {
            if ((freedoms & f.bit) != 0) {
                s.append(", of ").append(f == Freedom.TIMERS ? "due timers" : "callbacks");
            }
        }
        if (decides) {
            s.append(", and all choices");
        }
        return s.append("; no pruning)").toString();
    }

    /** A schedule that was run. */
    private static final class Done {
        private final Schedule schedule;
        private final byte[] counts;
        private final int last;
        private int step;
        private int choice;

        Done(Schedule schedule, int[] counts, int first, int last) {
            this.schedule = schedule;
            this.counts = new byte[last + 1];
            for (int s = first; s <= last; s++) {
                this.counts[s] = (byte) Math.min(counts[s], MAX_COUNT);
            }
            this.step = first;
            this.last = last;
        }

        /** With one deviation more, or null. */
        @Nullable
        Schedule next() {
            while (++choice >= counts[step]) {
                if (++step > last) {
                    step = last;
                    choice = Byte.MAX_VALUE;
                    return null;
                }
                choice = 0;
            }
            return schedule.and(step, choice);
        }
    }
}
