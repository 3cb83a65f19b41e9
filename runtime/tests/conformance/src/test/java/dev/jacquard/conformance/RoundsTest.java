package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.currentTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncCallable;
import dev.jacquard.EventLoop;
import dev.jacquard.Runner;
import dev.jacquard.conformance.rounds.PrimitiveRounds;
import dev.jacquard.conformance.rounds.Recorder;
import dev.jacquard.conformance.rounds.RoundsPrograms;
import dev.jacquard.conformance.rounds.TaskRounds;
import dev.jacquard.loop.VirtualClock;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The scenarios that show the rounds of the loop, written as users write programs, have the same traces as the
 * interpreted ones, and as CPython.
 */
class RoundsTest {
    private static final String GROUP = "rounds/";

    /** Of a scenario that has another trace there, that one is of interest. */
    private static final String NEWEST = "@3.15";

    private static final List<Function<Recorder, RoundsPrograms>> PROGRAMS =
            List.of(TaskRounds::new, PrimitiveRounds::new);

    @TestFactory
    Stream<DynamicTest> sameTrace() throws IOException {
        return scenarios().values().stream().map(line -> DynamicTest.dynamicTest(line.id(), () -> check(line)));
    }

    @Test
    void eachScenarioIsThere() throws IOException {
        assertThat(programs(event -> {}).keySet())
                .containsExactlyInAnyOrderElementsOf(scenarios().keySet());
    }

    private static void check(Line line) {
        List<Object> trace = trace(line);
        assertThat(Comparer.firstDifference(line.trace(), trace))
                .as("expected %s, was %s", Json.print(line.trace()), Json.print(trace))
                .isEqualTo(-1);
    }

    private static List<Object> trace(Line line) {
        VirtualClock clock = new VirtualClock();
        EventLoop loop = EventLoop.builder().clock(clock).debug(false).build();
        Trace trace = new Trace(clock);
        NamingTaskFactory tasks = new NamingTaskFactory(line.scenario().flag("eager"));
        loop.setTaskFactory(tasks);
        Recorder recorder =
                event -> trace.emit(currentTask() == null ? "-" : currentTask().getName(), event);
        try (Runner runner = Runner.builder().loopFactory(() -> loop).build()) {
            tasks.enter("main");
            Object result = runner.run(programs(recorder).get(name(line)));
            tasks.exit();
            trace.emit("-", "run", "return", result);
        }
        trace.emit("-", "closed");
        return Json.list(Json.parse(Json.print(trace.events()))); // numbers as in the corpus
    }

    private static Map<String, AsyncCallable<Void>> programs(Recorder recorder) {
        Map<String, AsyncCallable<Void>> programs = new LinkedHashMap<>();
        PROGRAMS.forEach(p -> programs.putAll(p.apply(recorder).programs()));
        return programs;
    }

    private static Map<String, Line> scenarios() throws IOException {
        Map<String, Line> scenarios = new LinkedHashMap<>();
        for (Line line : PublicCorpus.lines()) {
            if (line.id().startsWith(GROUP)) {
                scenarios.put(name(line), line);
            }
        }
        return scenarios;
    }

    private static String name(Line line) {
        return line.id().substring(GROUP.length()).replace(NEWEST, "");
    }
}
