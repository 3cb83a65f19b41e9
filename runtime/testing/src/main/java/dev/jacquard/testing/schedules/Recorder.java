package dev.jacquard.testing.schedules;

import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobKind;
import dev.jacquard.loop.JobLoop;
import dev.jacquard.loop.JobScheduler;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets a chooser choose, and records what it has chosen: one run after the other, in the same arrays. */
final class Recorder implements JobScheduler {
    private static final int RESULT = JobKind.RESULT.bit();
    private static final ThreadLocal<@Nullable Recorder> CURRENT = new ThreadLocal<>();

    private final int freedoms;
    private final int maxSteps;
    private final @Nullable Story story;

    private Chooser chooser;
    private boolean recording;
    private int step;
    private int ended; // how many steps the program had
    private int[] counts = new int[64]; // by step: how many might have been next
    private int[] pairs = new int[64];
    private int length;

    // the step that is being chosen
    private @Nullable JobLoop loop;
    private int[] free = new int[16]; // their numbers among the ready jobs

    /**
     * A recorder.
     *
     * @param freedoms {@link Freedom#bits}
     * @param maxSteps after so many steps a program is taken to run for ever
     * @param story what is told of the steps, or null
     */
    Recorder(Chooser chooser, int freedoms, int maxSteps, @Nullable Story story) {
        this.chooser = chooser;
        this.freedoms = freedoms;
        this.maxSteps = maxSteps;
        this.story = story;
    }

    /** Who chooses from now on. */
    void choosing(Chooser chooser) {
        this.chooser = chooser;
    }

    /** The one whose program runs on this thread, or null. */
    static @Nullable Recorder current() {
        return CURRENT.get();
    }

    /** A run begins. */
    void begin() {
        CURRENT.set(this);
        step = 0;
        length = 0;
        recording = true;
    }

    /** The program has ended: what comes now is cleaning up, and no part of the schedule. */
    void end() {
        CURRENT.remove();
        recording = false;
        ended = step;
        JobLoop l = loop;
        if (story != null && l != null) {
            story.end(l);
        }
        loop = null;
    }

    @Override
    public int choose(JobLoop loop) {
        if (!recording) {
            if (++step > 2 * maxSteps) {
                throw new StepLimitError("cleaning up", maxSteps);
            }
            return 0;
        }
        int s = nextStep();
        this.loop = loop;
        int ready = loop.readyCount();
        int count = ready == 1 ? 1 : findFree(loop, ready);
        counts[s] = count;
        int choice = count == 1 ? 0 : chooser.choose(s, count, this);
        if (choice != 0) {
            record(s, choice);
        }
        int nth = ready == 1 ? 0 : free[choice];
        if (story != null) {
            story.step(s, loop, nth, choice, count);
        }
        return nth;
    }

    /** The first of those whose order is kept, and all that are free. */
    private int findFree(JobLoop loop, int ready) {
        if (free.length < ready) {
            free = new int[2 * ready];
        }
        int[] f = free;
        int count = 0;
        int closed = 0; // kinds of which one came already that is not free
        for (int i = 0; i < ready; i++) {
            int kind = loop.readyKind(i).bit();
            if ((closed & kind) == 0 && (kind != RESULT || !isBehind(loop, i, count))) {
                f[count++] = i;
                closed |= kind & ~freedoms;
            }
        }
        return count;
    }

    /** Whether an event is to wait for one of its stream, which is among those found so far. */
    private boolean isBehind(JobLoop loop, int nth, int found) {
        Object stream = stream(loop.readyJob(nth));
        for (int i = 0; i < found && stream != null; i++) {
            if (stream(loop.readyJob(free[i])) == stream) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object stream(Job job) {
        return job instanceof Event e ? e.stream() : null;
    }

    /**
     * The program asks for a choice, while a job is running: it is a step as well.
     *
     * @param probability of another one than the first
     */
    int decide(String what, List<?> options, double probability) {
        int count = options.size();
        if (!recording || count == 1) {
            return 0;
        }
        int s = nextStep();
        counts[s] = count;
        int choice = chooser.decide(s, count, probability, this);
        if (choice != 0) {
            record(s, choice);
        }
        if (story != null) {
            story.decided(s, what, options, choice);
        }
        return choice;
    }

    private int nextStep() {
        int s = ++step;
        if (s > maxSteps) {
            throw new StepLimitError("the program", maxSteps);
        }
        if (s >= counts.length) {
            counts = Arrays.copyOf(counts, counts.length * 2);
        }
        return s;
    }

    private void record(int s, int choice) {
        int n = length;
        if (n + 2 > pairs.length) {
            pairs = Arrays.copyOf(pairs, pairs.length * 2);
        }
        pairs[n] = s;
        pairs[n + 1] = choice;
        length = n + 2;
    }

    /** Who one of those that may be next belongs to, while it is being chosen. */
    Object actor(int choice) {
        Job job = job(choice);
        Object stream = job instanceof Event e ? e.stream() : null;
        return stream == null ? job : stream;
    }

    private Job job(int choice) {
        JobLoop l = loop;
        if (l == null) {
            throw new IllegalStateException("nothing is being chosen");
        }
        return l.readyJob(free[choice]);
    }

    /** How many steps the run had. */
    int steps() {
        return Math.min(ended, maxSteps);
    }

    /** How many might have been run at a step. */
    int count(int step) {
        return counts[step];
    }

    /** How many might have been run, by step; index 0 is not used. */
    int[] counts() {
        return Arrays.copyOf(counts, steps() + 1);
    }

    /** How many deviations the run had. */
    int deviations() {
        return length / 2;
    }

    /** The schedule of the run, with only those deviations that were ones. */
    Schedule schedule() {
        return Schedule.ofPairs(freedoms, Arrays.copyOf(pairs, length));
    }

    /** Its text. */
    String replay() {
        return Schedule.text(freedoms, pairs, length);
    }
}
