package dev.jacquard.conformance;

import dev.jacquard.EventLoop;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs a scenario on a thread of its own, so that one that never ends counts as failed and no more. */
final class TimeLimit {
    private static final int SECONDS = 20;

    private TimeLimit() {}

    /** The trace of a line's scenario; if it cannot be run, one event that says why. */
    static List<@Nullable Object> trace(Line line, Function<EventLoop.Builder, EventLoop> loops) {
        var run = new FutureTask<>(() -> ScenarioRun.trace(line, loops));
        var thread = new Thread(run, "scenario");
        thread.setDaemon(true);
        thread.start();
        try {
            return run.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return List.of("no end after " + SECONDS + " s");
        } catch (ExecutionException e) {
            return List.of("the interpreter failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("interrupted");
        }
    }
}
