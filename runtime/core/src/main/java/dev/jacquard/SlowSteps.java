package dev.jacquard;

import dev.jacquard.loop.Job;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Debug mode: reports steps that keep the loop for too long, with the stack that was running meanwhile.
 *
 * <pre>
 *   loop's thread:    begin ──────────── slow() is running ──────────▶ end: reports with the sample
 *   watchdog:                  check: threshold passed, samples    check: 10 times: "still running"
 * </pre>
 *
 * <p>The watchdog is a daemon thread that lives as long as the loop runs. It sleeps until the current step would be too
 * slow, so a step over the threshold is always sampled just there. Time, sampling and the thread are seams: a test
 * calls {@link #check} itself.
 */
final class SlowSteps {
    /** Of a step that was not too slow. */
    static final long QUICK = -1;

    private static final int STILL_RUNNING = 10;

    /** A step that is being done; the watchdog fills in what it has seen. */
    private static final class Step {
        final Job job;
        final long start;
        volatile @Nullable List<StackTraceElement> sample;
        volatile long sampledAfter;
        boolean told;

        Step(Job job, long start) {
            this.job = job;
            this.start = start;
        }
    }

    private final LongSupplier nanos;
    private final Supplier<List<StackTraceElement>> sampler;
    private final Consumer<String> report;
    private volatile long threshold;
    private volatile @Nullable Step step;
    private volatile boolean ended;
    private @Nullable Thread watchdog;

    /**
     * Without a watchdog.
     *
     * @param nanos the time
     * @param sampler what the loop's thread is doing
     * @param threshold in nanoseconds
     * @param report gets the reports
     */
    SlowSteps(LongSupplier nanos, Supplier<List<StackTraceElement>> sampler, long threshold, Consumer<String> report) {
        this.nanos = nanos;
        this.sampler = sampler;
        this.threshold = threshold;
        this.report = report;
    }

    /** With a watchdog, which ends with {@link #end()}. */
    static SlowSteps watching(
            String name, Supplier<List<StackTraceElement>> sampler, long threshold, Consumer<String> report) {
        SlowSteps steps = new SlowSteps(System::nanoTime, sampler, threshold, report);
        Thread watchdog = new Thread(steps::watch, "jacquard-watchdog-" + name);
        watchdog.setDaemon(true);
        steps.watchdog = watchdog;
        watchdog.start();
        return steps;
    }

    void setThreshold(long nanos) {
        threshold = nanos;
        LockSupport.unpark(watchdog);
    }

    // ---- the loop's thread ---------------------------------------------------------------------

    void begin(Job job) {
        step = new Step(job, nanos.getAsLong());
    }

    /**
     * The step is over.
     *
     * @return how long it took, if that was too long; else {@link #QUICK}
     */
    long end(Job job) {
        Step s = step;
        step = null;
        if (s == null || s.job != job) {
            return QUICK; // switched on in the middle of a step
        }
        long took = nanos.getAsLong() - s.start;
        if (took < threshold) {
            return QUICK;
        }
        report.accept(slow(s, took));
        return took;
    }

    /** No more steps. */
    void end() {
        ended = true;
        step = null;
        LockSupport.unpark(watchdog);
    }

    private static String slow(Step s, long took) {
        List<StackTraceElement> sample = s.sample;
        return "Executing "
                + s.job
                + " took "
                + seconds(took)
                + (sample == null ? "" : Stacks.text("After " + seconds(s.sampledAfter) + " it was here:", sample));
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f seconds", nanos / 1e9);
    }

    // ---- the watchdog --------------------------------------------------------------------------

    private void watch() {
        var unused = sampler.get(); // so that the first sample that counts loads no classes
        while (!ended) {
            long again;
            try {
                again = check();
            } catch (RuntimeException e) { // what it looks at changes meanwhile
                again = threshold;
            }
            LockSupport.parkNanos(this, Math.max(1_000_000, again));
        }
    }

    /**
     * Looks at the current step once.
     *
     * @return in how many nanoseconds to look again
     */
    long check() {
        Step s = step;
        long limit = threshold;
        if (s == null) {
            return limit;
        }
        long ran = nanos.getAsLong() - s.start;
        if (ran < limit) {
            return limit - ran;
        }
        if (s.sample == null) {
            List<StackTraceElement> sample = sampler.get();
            if (step == s) { // else it may be of the next step
                s.sampledAfter = ran;
                s.sample = sample;
            }
        } else if (ran >= limit * STILL_RUNNING && !s.told) {
            List<StackTraceElement> sample = sampler.get();
            if (step == s) {
                s.told = true;
                report.accept(s.job
                        + " has been running for "
                        + seconds(ran)
                        + " and keeps the loop from all other tasks"
                        + Stacks.text("It is here:", sample));
            }
        }
        return limit;
    }
}
