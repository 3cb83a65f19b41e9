package dev.jacquard.samples.conformance;

import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.Future;
import dev.jacquard.LoopDeadlockException;
import dev.jacquard.Runner;
import dev.jacquard.loop.VirtualClock;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs one scenario on a {@link Runner} with a virtual clock. */
final class ScenarioRun {
    private static final String OUTSIDE = "-";

    private final Node scenario;
    private final Function<EventLoop.Builder, EventLoop> loops;
    private final VirtualClock clock = new VirtualClock();
    private final Trace trace = new Trace(clock);
    private final NamingTaskFactory tasks;

    private ScenarioRun(Node scenario, Function<EventLoop.Builder, EventLoop> loops) {
        this.scenario = scenario;
        this.loops = loops;
        this.tasks = new NamingTaskFactory(scenario.flag("eager"));
    }

    /**
     * What happens when the scenario runs.
     *
     * @param loops makes its loop
     */
    static List<@Nullable Object> trace(
            Node scenario, Function<EventLoop.Builder, EventLoop> loops) {
        var run = new ScenarioRun(scenario, loops);
        run.run();
        return run.trace.events();
    }

    private void run() {
        EventLoop loop = loops.apply(EventLoop.builder().clock(clock).debug(false));
        var world = new World(scenario, loop, trace, tasks.made());
        loop.setTaskFactory(tasks);
        loop.setExceptionHandler(
                (l, error) -> {
                    if (isRecorded(error)) {
                        trace.emit(world.who(), "handler", error.exception());
                    }
                });
        try {
            Runner runner = Runner.builder().loopFactory(() -> loop).build();
            List<String> mains = scenario.has("mains") ? scenario.texts("mains") : List.of("main");
            for (String main : mains) {
                runMain(runner, new Blocks(world), main);
            }
            close(runner);
            emitNeverRetrieved();
        } catch (LoopDeadlockException e) {
            trace.emit(OUTSIDE, "deadlock");
            loop.close();
        }
    }

    /** Exceptions that nobody has retrieved have an event of their own, at the end. */
    private static boolean isRecorded(ErrorContext error) {
        return error.exception() != null && !error.message().endsWith("never retrieved");
    }

    private void runMain(Runner runner, Blocks blocks, String main) {
        tasks.enter(main);
        try {
            Object result = runner.run(blocks.coroutine(main, List.of()));
            trace.emit(OUTSIDE, "run", "return", result);
        } catch (LoopDeadlockException e) {
            throw e;
        } catch (Throwable e) {
            trace.emit(OUTSIDE, "run", "raise", e);
        }
        tasks.exit();
    }

    private void close(Runner runner) {
        try {
            runner.close();
            trace.emit(OUTSIDE, "closed");
        } catch (LoopDeadlockException e) {
            throw e;
        } catch (Throwable e) {
            trace.emit(OUTSIDE, "close", "raise", e);
        }
    }

    private void emitNeverRetrieved() {
        for (Future<?> future : tasks.made()) {
            if (future != null && !future.isExceptionRetrieved()) {
                String name = trace.nameOf(future);
                trace.emit(OUTSIDE, "never_retrieved", name, future.exception());
            }
        }
    }
}
