package dev.jacquard.testing.schedules;

/** Runs one schedule. */
final class ScheduleChooser extends Chooser {
    private final Schedule schedule;
    private int next; // deviation

    ScheduleChooser(Schedule schedule) {
        this.schedule = schedule;
    }

    @Override
    boolean begin() {
        next = 0;
        return true;
    }

    @Override
    int choose(int step, int count, Recorder run) {
        Schedule s = schedule;
        int n = next;
        while (n < s.size() && s.step(n) < step) {
            n++;
        }
        next = n;
        if (n == s.size() || s.step(n) > step) {
            return 0;
        }
        return 1 + (s.choice(n) - 1) % (count - 1);
    }

    @Override
    int decide(int step, int count, double probability, Recorder run) {
        return choose(step, count, run);
    }

    @Override
    String report(long runs) {
        return "the schedule " + schedule;
    }
}
