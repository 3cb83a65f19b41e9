package dev.jacquard.testing.schedules;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.loop.VirtualClock;
import java.util.Locale;

/**
 * How many schedules are run per second: three tasks of ten steps each, a fresh loop for each run, recorded, and the
 * replay string made. Not a test: a main program.
 */
public final class SchedulesPerSecond {
    private static final int STEPS = 10;
    private static long characters;
    private static long ran;

    private SchedulesPerSecond() {}

    @Async
    private static Coroutine<Integer> tenSteps() {
        int sum = 0;
        for (int i = 1; i < STEPS; i++) {
            sum += i;
            await(sleep(0));
        }
        return Coroutine.of(sum);
    }

    @Async
    private static Coroutine<Void> threeTasks() {
        Task<Integer> a = createTask(tenSteps());
        Task<Integer> b = createTask(tenSteps());
        Task<Integer> c = createTask(tenSteps());
        ran += await(a) + await(b) + await(c);
        return Coroutine.done();
    }

    private static void plain(int runs) {
        for (int i = 0; i < runs; i++) {
            EventLoop loop = EventLoop.builder().clock(new VirtualClock()).build();
            loop.runUntilComplete(loop.createTask(threeTasks(), "main"));
            loop.close();
        }
    }

    private static void scheduled(Chooser chooser, int runs) {
        Recorder recorder = new Recorder(chooser, Freedom.ALWAYS, 10_000, null);
        for (int i = 0; i < runs && chooser.begin(); i++) {
            if (ScheduledRun.run(SchedulesPerSecond::threeTasks, recorder) != null) {
                throw new AssertionError();
            }
            chooser.end(recorder);
            characters += recorder.replay().length();
        }
    }

    private static double perSecond(int runs, Runnable work) {
        long start = System.nanoTime();
        work.run();
        return runs * 1e9 / (System.nanoTime() - start);
    }

    /** Prints a table; an argument says how many schedules are run each time. */
    public static void main(String[] args) {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        System.out.println("schedules per second, three tasks of ten steps, best of 7");
        double fifo = best(runs, () -> plain(runs));
        print("plain loop, no schedule", fifo, fifo);
        print("fifo", best(runs, () -> scheduled(new ScheduleChooser(Schedule.fifo()), runs)), fifo);
        print("random", best(runs, () -> scheduled(new RandomChooser(1), runs)), fifo);
        print("pct, depth 3", best(runs, () -> scheduled(new PctChooser(1, 3), runs)), fifo);
        print("exhaustive", best(runs, () -> scheduled(new ExhaustiveChooser(Freedom.ALWAYS, 9, 99), runs)), fifo);
        System.out.println("(" + ran + ", " + characters + " characters)");
    }

    private static double best(int runs, Runnable work) {
        double best = 0;
        for (int i = 0; i < 7; i++) {
            best = Math.max(best, perSecond(runs, work));
        }
        return best;
    }

    private static void print(String what, double perSecond, double fifo) {
        System.out.println(
                String.format(Locale.ROOT, "%-26s %,10.0f  %.2f of the plain loop", what, perSecond, perSecond / fifo));
    }
}
