package dev.jacquard.weavingtests.harness;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** One run of a program: what it was told to do, and what it did. */
public final class Run {
    /** Ends a run that would go on for too long; thrown again and again, so that no handler keeps it. */
    public static final class Exhausted extends Error {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super("out of ticks", null, false, false);
        }
    }

    private static volatile Run current;

    private final Plan plan;
    private final int budget;
    private final List<String> log = new ArrayList<>();
    private final BitSet suspendedSites = new BitSet();
    private int points;
    private int suspensions;
    private int ticks;

    private Run(Plan plan, int budget) {
        this.plan = plan;
        this.budget = budget;
    }

    /** Begins a run: what programs do from now on is its doing. */
    public static Run begin(Plan plan, int budget) {
        Run run = new Run(plan, budget);
        current = run;
        return run;
    }

    /** The run that is going on. */
    public static Run current() {
        return current;
    }

    /** What is to happen. */
    public Plan plan() {
        return plan;
    }

    /** The program reaches a point: its number. */
    public int nextPoint() {
        return points++;
    }

    /** How many points it has reached. */
    public int points() {
        return points;
    }

    /** A point has really suspended its task. */
    public void suspended(int site) {
        suspensions++;
        if (site >= 0) {
            suspendedSites.set(site);
        }
    }

    /** How often the task was suspended. */
    public int suspensions() {
        return suspensions;
    }

    /** The sites, as programs number them, of the points that suspended. */
    public BitSet suspendedSites() {
        return suspendedSites;
    }

    /** One more event. */
    public void log(String event) {
        log.add(event);
    }

    /** The events so far. */
    public List<String> events() {
        return log;
    }

    /** Takes one step of the budget. */
    public void tick() {
        if (++ticks > budget) {
            throw new Exhausted();
        }
    }
}
