package dev.jacquard.asynciotests.kernel;

import static dev.jacquard.Asyncio.*;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The frames from {@code run} down to the user's method, and on the way back: the architecture, as a stack shows it.
 * Whoever changes one of these lists changes who calls whom in each step of each program.
 */
class CallFlowTest {
    private final Map<String, List<String>> flows = new TreeMap<>();

    /** Remembers who has called, outermost first; without what has called {@code run}, and the JDK. */
    private void note(String where) {
        List<String> rows = StackWalker.getInstance().walk(frames -> frames.map(f -> f.toStackTraceElement())
                .filter(row -> row.getClassName().startsWith("dev.jacquard."))
                .map(row -> simple(row.getClassName()) + "." + row.getMethodName())
                .collect(toCollection(ArrayList::new)));
        Collections.reverse(rows);
        rows.removeIf(row -> row.contains(".lambda$"));
        flows.put(where, rows.subList(rows.indexOf("Asyncio.run"), rows.size() - 1));
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    @Async
    private Coroutine<Integer> price() {
        note("called");
        await(sleep(0));
        note("goes on after a yield");
        await(sleep(1));
        note("goes on after a wait");
        return Coroutine.of(7);
    }

    @Async
    private Coroutine<Integer> order() {
        int price = await(price());
        note("caller goes on");
        return Coroutine.of(price);
    }

    @Async
    private Coroutine<Integer> main() {
        var task = createTask(order());
        task.addDoneCallback(done -> note("callback"));
        int result = await(task);
        note("main goes on");
        return Coroutine.of(result);
    }

    @BeforeEach
    void runs() {
        assertThat(run(main(), false)).isEqualTo(7);
    }

    /** The rows that all have in common, and those of a flow. */
    private void flowsBy(String where, String... rows) {
        List<String> all = new ArrayList<>(List.of(
                "Asyncio.run",
                "Runner.runAndClose",
                "Runner.run",
                "Runner.run",
                "BaseEventLoop.runUntilComplete",
                "BaseEventLoop.runForever",
                "JobLoop.runRounds",
                "JobLoop.runUntilStopped",
                "JobLoop.runPlainSteps"));
        all.addAll(List.of(rows));
        assertThat(flows.get(where)).as(where).containsExactlyElementsOf(all);
    }

    @Test
    void downToTheCall() {
        flowsBy(
                "called",
                "Task.runRest",
                "Task.runAttentively",
                "TaskDriver.step",
                "Driver.run",
                "CallFlowTest$order$Coroutine.resume",
                "CallFlowTest.order",
                "CallFlowTest.price");
    }

    @Test
    void downToAMethodThatHasYielded() {
        flowsBy(
                "goes on after a yield",
                "Task.step",
                "TaskDriver.suspends",
                "Driver.onlySuspends",
                "CallFlowTest$price$Coroutine.resume",
                "CallFlowTest.price");
    }

    @Test
    void downToAMethodThatHasWaited() {
        flowsBy(
                "goes on after a wait",
                "Task.runRest",
                "Task.runAttentively",
                "TaskDriver.step",
                "Driver.run",
                "CallFlowTest$price$Coroutine.resume",
                "CallFlowTest.price");
    }

    /** The value goes back to the trampoline, which hands it to the frame that awaits. */
    @Test
    void backToItsCaller() {
        flowsBy(
                "caller goes on",
                "Task.runRest",
                "Task.runAttentively",
                "TaskDriver.step",
                "Driver.run",
                "Driver.parents",
                "Driver.resumeParents",
                "CallFlowTest$order$Coroutine.resume",
                "CallFlowTest.order");
    }

    /** The result goes to the future, and whoever waits for that has a step of its own. */
    @Test
    void backToWhoWaitsForTheTask() {
        flowsBy("callback", "Job.runRest", "Future$DoneCallback.run");
        flowsBy(
                "main goes on",
                "Task.runRest",
                "Task.runAttentively",
                "TaskDriver.step",
                "Driver.run",
                "CallFlowTest$main$Coroutine.resume",
                "CallFlowTest.main");
    }
}
