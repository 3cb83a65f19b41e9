package dev.jacquard.conformance;

import dev.jacquard.Awaitable;
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
    private final Release release;
    private final Function<EventLoop.Builder, EventLoop> loops;
    private final VirtualClock clock = new VirtualClock();
    private final Trace trace = new Trace(clock);
    private final NamingTaskFactory tasks;

    private ScenarioRun(Line line, Function<EventLoop.Builder, EventLoop> loops) {
        this.scenario = line.scenario();
        this.release = line.release();
        this.loops = loops;
        this.tasks = new NamingTaskFactory(scenario.flag("eager"));
    }

    /**
     * What happens when the scenario of a line runs.
     *
     * @param loops makes its loop
     */
    static List<@Nullable Object> trace(Line line, Function<EventLoop.Builder, EventLoop> loops) {
        var run = new ScenarioRun(line, loops);
        run.run();
        return run.trace.events();
    }

    private void run() {
        EventLoop loop = loops.apply(EventLoop.builder().clock(clock).debug(false));
        var world = new World(scenario, release, loop, trace, tasks.made());
        loop.setTaskFactory(tasks);
        loop.setExceptionHandler((l, error) -> {
            if (isRecorded(error)) {
                trace.emit(world.who(), "handler", error.exception());
            }
        });
        try {
            Runner runner = Runner.builder().loopFactory(() -> loop).build();
            List<@Nullable Object> mains = scenario.has("mains") ? scenario.values("mains") : List.of("main");
            for (Object main : mains) {
                runMain(runner, world, main);
            }
            close(runner);
            emitNeverRetrieved();
        } catch (LoopDeadlockException e) {
            trace.emit(OUTSIDE, "deadlock");
            loop.close();
        }
    }

    /**
     * Exceptions that nobody has retrieved have an event of their own, at the end. Those that a LoopExit displaces are
     * reported by no Python up to 3.15.0rc1.
     */
    private static boolean isRecorded(ErrorContext error) {
        return error.exception() != null
                && !error.message().endsWith("never retrieved")
                && !error.message().contains("displaced by a LoopExit");
    }

    private void runMain(Runner runner, World world, @Nullable Object main) {
        tasks.enter(main instanceof String name ? name : "main");
        try {
            Object result = runner.run(awaitable(world, main));
            trace.emit(OUTSIDE, "run", "return", result);
        } catch (LoopDeadlockException e) {
            throw e;
        } catch (Throwable e) {
            trace.emit(OUTSIDE, "run", "raise", e);
        }
        tasks.exit();
    }

    /** What is given to the runner: the name of a coroutine, or an object that says it. */
    private static Awaitable<?> awaitable(World world, @Nullable Object main) {
        Blocks blocks = new Blocks(world);
        if (main instanceof String name) {
            return blocks.coroutine(name, List.of());
        }
        Node node = Node.of(main);
        if (node.has("awaitable")) {
            return blocks.awaitable(node.text("awaitable"), List.of());
        }
        if (world.activation().get(node.text("var")) instanceof Awaitable<?> awaitable) {
            return awaitable;
        }
        throw Values.typeError("a future, a coroutine or an awaitable is required");
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
