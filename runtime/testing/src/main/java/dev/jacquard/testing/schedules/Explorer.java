package dev.jacquard.testing.schedules;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program under many schedules, each on a fresh loop with a virtual clock, and tells the story of one under
 * which it fails.
 *
 * <pre>
 *   Explorer.random(42).runs(1000).explore(() -&gt; transferTwice());
 * </pre>
 *
 * <p>The program is called once in each run, in the loop, and awaited: all that it shares must be made by it. It fails
 * when it throws, when nothing can go on any more (a deadlock), when it does not end after {@link #maxSteps} steps, or
 * when something is told to the loop's exception handler. The tasks that are left at its end are cancelled. What it
 * gives to threads ({@code toThread}) is run as a step of the loop, whose time the schedule chooses.
 *
 * <p>A schedule reorders the steps of tasks and the results of threads; callbacks and timers that are due keep the
 * order that asyncio promises, unless {@link #freeing} says otherwise.
 *
 * <p>With the system property {@value #PROPERTY} only that schedule is run.
 */
public final class Explorer {
    /** Names the system property: the text of a schedule. */
    public static final String PROPERTY = "jacquard.schedule";

    private static final int MAX_STEPS = 10_000;

    private final Strategy strategy;
    private final long runs;
    private final int maxSteps;
    private final int freedoms;

    private final @Nullable Schedule only;

    private Explorer(Strategy strategy, long runs, int maxSteps, int freedoms) {
        this(strategy, runs, maxSteps, freedoms, null);
    }

    private Explorer(Strategy strategy, long runs, int maxSteps, int freedoms, @Nullable Schedule only) {
        if (runs < 1 || maxSteps < 1) {
            throw new IllegalArgumentException(
                    "At least 1 run and 1 step, not " + runs + " runs and " + maxSteps + " steps");
        }
        this.only = only;
        this.strategy = strategy;
        this.runs = runs;
        this.maxSteps = maxSteps;
        this.freedoms = freedoms;
    }

    /** One run, without any deviation. */
    public static Explorer fifo() {
        return new Explorer(Strategy.fifo(), 1, MAX_STEPS, Freedom.ALWAYS);
    }

    /** At each step, all that may be next are equally probable: 1000 runs. */
    public static Explorer random(long seed) {
        return new Explorer(Strategy.random(seed), 1000, MAX_STEPS, Freedom.ALWAYS);
    }

    /**
     * By random priorities, which change at a few steps: 1000 runs. Better than {@link #random} for bugs that need a
     * task to stand still for long.
     *
     * @param depth how many events must come in a certain order for the bug to show: 1 or more, most often 2 or 3
     */
    public static Explorer pct(long seed, int depth) {
        return new Explorer(Strategy.pct(seed, depth), 1000, MAX_STEPS, Freedom.ALWAYS);
    }

    /**
     * All schedules within bounds, those with few deviations first; at most 100,000 runs. The report says whether all
     * were run or a bound was reached.
     *
     * @param maxDeviations how many deviations a schedule has at most
     * @param maxSteps behind this step there are none
     */
    public static Explorer exhaustive(int maxDeviations, int maxSteps) {
        return new Explorer(Strategy.exhaustive(maxDeviations, maxSteps), 100_000, MAX_STEPS, Freedom.ALWAYS);
    }

    /** As an annotation says. */
    public static Explorer of(ExploreSchedules a) {
        Strategy strategy =
                switch (a.strategy()) {
                    case FIFO -> Strategy.fifo();
                    case RANDOM -> Strategy.random(a.seed());
                    case PCT -> Strategy.pct(a.seed(), a.depth());
                    case EXHAUSTIVE -> Strategy.exhaustive(a.maxDeviations(), a.maxDeviatingSteps());
                };
        return new Explorer(
                strategy,
                a.strategy() == ExploreSchedules.Kind.FIFO ? 1 : a.runs(),
                a.maxSteps(),
                Freedom.bits(Arrays.asList(a.freeing())),
                a.schedule().isEmpty() ? null : Schedule.parse(a.schedule()));
    }

    /** This explorer with another number of runs at most. */
    public Explorer runs(long runs) {
        return new Explorer(strategy, runs, maxSteps, freedoms, only);
    }

    /** This explorer with another number of steps after which a program is taken to run for ever; 10,000 at first. */
    public Explorer maxSteps(int maxSteps) {
        return new Explorer(strategy, runs, maxSteps, freedoms, only);
    }

    /** This explorer, which may reorder these as well. */
    public Explorer freeing(Freedom... freed) {
        return new Explorer(strategy, runs, maxSteps, freedoms | Freedom.bits(Arrays.asList(freed)), only);
    }

    // ---- exploring -----------------------------------------------------------------------------

    /**
     * Runs a program under many schedules.
     *
     * @return what was run
     * @throws AssertionError if it fails under one: with the story of the shortest such schedule that could be found,
     *     the text by which it is repeated, and the failure as its cause
     */
    public Exploration explore(Program program) {
        return explore(Subject.of(program));
    }

    Exploration explore(Subject subject) {
        String repeated = System.getProperty(PROPERTY);
        Schedule one = repeated != null && !repeated.isEmpty() ? Schedule.parse(repeated) : only;
        if (one != null) {
            run(one, subject);
            return new Exploration(1, false, "only the schedule " + one, null);
        }
        Exploration e = search(subject);
        Finding f = e.finding();
        if (f != null) {
            throw Report.failure(f, e.runs(), runs, strategy);
        }
        return e;
    }

    /**
     * {@link #explore}, but a failure is given back and not thrown.
     *
     * @throws AssertionError if a schedule that has failed does not fail again
     */
    public Exploration search(Program program) {
        return search(Subject.of(program));
    }

    private Exploration search(Subject subject) {
        Chooser chooser = strategy.chooser(freedoms);
        Recorder recorder = new Recorder(chooser, freedoms, maxSteps, null);
        long n = 0;
        while (n < runs && chooser.begin()) {
            n++;
            Throwable failure = subject.run(recorder);
            chooser.end(recorder);
            if (failure != null) {
                Finding finding = shorten(subject, recorder, failure, n);
                return new Exploration(n, false, chooser.report(n), finding);
            }
        }
        if (n == runs) {
            chooser.begin(); // whether these were all
        }
        return new Exploration(n, chooser.isComplete(), chooser.report(n), null);
    }

    private Finding shorten(Subject subject, Recorder failing, Throwable failure, long run) {
        Schedule found = failing.schedule();
        Recorder recorder = new Recorder(new ScheduleChooser(found), freedoms, maxSteps, null);
        Shrinker.Try again = attempt(new ScheduleChooser(found), recorder, subject);
        Throwable second = again.failure();
        if (second == null
                || second.getClass() != failure.getClass()
                || !again.schedule().equals(found)) {
            throw Report.notRepeated(found, failure, second, compare(found, subject));
        }
        Shrinker shrinker = new Shrinker(c -> attempt(c, recorder, subject), again, failure.getClass());
        Shrinker.Try shortest = shrinker.shrink();
        Story story = new Story();
        Throwable last = tell(shortest.schedule(), subject, story);
        return new Finding(
                run,
                found,
                shortest.schedule(),
                shrinker.isFewest(),
                shrinker.tries(),
                last == null ? failure : last,
                story.text());
    }

    private static Shrinker.Try attempt(Chooser chooser, Recorder recorder, Subject subject) {
        recorder.choosing(chooser);
        Throwable failure = subject.run(recorder);
        chooser.end(recorder);
        return new Shrinker.Try(recorder.schedule(), failure);
    }

    // ---- one schedule --------------------------------------------------------------------------

    /**
     * Runs a program under one schedule.
     *
     * @throws AssertionError if it fails: with its story, and the failure as its cause
     */
    public void run(Schedule schedule, Program program) {
        run(schedule, Subject.of(program));
    }

    private void run(Schedule schedule, Subject subject) {
        Recorder recorder = new Recorder(new ScheduleChooser(schedule), schedule.freedoms, maxSteps, null);
        Throwable failure = subject.run(recorder);
        if (failure != null) {
            Schedule was = recorder.schedule();
            Story story = new Story();
            tell(was, subject, story);
            throw Report.failure(was, failure, story.text());
        }
    }

    /**
     * What happens under one schedule, step by step, whether the program fails or not.
     *
     * @return one line for each step
     */
    public String story(Schedule schedule, Program program) {
        Story story = new Story();
        tell(schedule, Subject.of(program), story);
        return story.text();
    }

    /**
     * Runs a program twice under one schedule, and compares the runs step by step.
     *
     * @throws AssertionError if they differ: something is not controlled by the schedule, as threads of its own, the
     *     real time, random numbers, or the order of a hash table. It tells the first difference.
     */
    public void checkRepeats(Schedule schedule, Program program) {
        Subject subject = Subject.of(program);
        Story one = new Story();
        Throwable first = tell(schedule, subject, one);
        Story two = new Story();
        Throwable second = tell(schedule, subject, two);
        String difference = Story.difference(one, two);
        if (difference != null || !Objects.equals(text(first), text(second))) {
            throw Report.notRepeated(schedule, first, second, difference);
        }
    }

    private static String text(@Nullable Throwable failure) {
        return failure == null ? "" : failure.getClass().getName();
    }

    private @Nullable Throwable tell(Schedule schedule, Subject subject, Story story) {
        return subject.run(new Recorder(new ScheduleChooser(schedule), schedule.freedoms, maxSteps, story));
    }

    private @Nullable String compare(Schedule schedule, Subject subject) {
        Story one = new Story();
        tell(schedule, subject, one);
        Story two = new Story();
        tell(schedule, subject, two);
        return Story.difference(one, two);
    }
}
