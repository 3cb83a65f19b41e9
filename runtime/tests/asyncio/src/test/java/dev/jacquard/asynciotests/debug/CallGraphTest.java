package dev.jacquard.asynciotests.debug;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.captureCallGraph;
import static dev.jacquard.Asyncio.captureCallGraphs;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.formatCallGraph;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.Asyncio.waitAll;
import static dev.jacquard.asynciotests.OnVirtualTime.runOften;
import static dev.jacquard.asynciotests.OnVirtualTime.runner;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncLock;
import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.FrameCallGraphEntry;
import dev.jacquard.Future;
import dev.jacquard.FutureCallGraph;
import dev.jacquard.Promise;
import dev.jacquard.Runner;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code capture_call_graph} of CPython 3.14. */
class CallGraphTest {
    private final List<List<StackTraceElement>> stacks = new ArrayList<>();
    private final List<String> trees = new ArrayList<>();

    // ---- the calls of tasks that run -----------------------------------------------------------

    /** What is suspended before what: a bit each, so that every subset is tried. */
    private int waits;

    private boolean waitsAt(int bit) {
        return (waits & 1 << bit) != 0;
    }

    /** Plain code that looks at the running task. */
    private void look() {
        Task<?> me = currentTask();
        FutureCallGraph graph = captureCallGraph();
        assertThat(graph.future()).isSameAs(me);
        List<StackTraceElement> rows =
                graph.callStack().stream().map(FrameCallGraphEntry::frame).toList();
        List<StackTraceElement> stack = me.getStack();
        assertThat(names(stack)).isEqualTo(names(rows));
        assertThat(graph.callStack().get(0).isAsync()).isFalse();
        assertThat(graph.callStack().subList(1, rows.size())).allMatch(FrameCallGraphEntry::isAsync);
        stacks.add(rows);
        trees.add(getRunningLoop().describeTasks());
    }

    private static List<String> names(List<StackTraceElement> rows) {
        return rows.stream().map(StackTraceElement::getMethodName).toList();
    }

    @Async
    private Coroutine<Void> innermost() {
        if (waitsAt(0)) {
            await(sleep(0));
        }
        look();
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> inner(int depth) {
        if (depth > 0) {
            await(inner(depth - 1));
        } else {
            await(innermost());
        }
        if (waitsAt(1)) {
            await(sleep(0));
        }
        look();
        return Coroutine.done();
    }

    @Async
    private AsyncGenerator<Integer> numbers() {
        for (int i = 0; i < 2; i++) {
            if (waitsAt(2)) {
                await(sleep(0));
            }
            await(innermost());
            look();
            emit(i);
        }
        return AsyncGenerator.end();
    }

    @Async
    private Coroutine<Void> iterates() {
        if (waitsAt(3)) {
            await(sleep(0));
        }
        for (int unused : numbers()) {
            look();
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> startsEagerly() {
        if (waitsAt(4)) {
            await(sleep(0));
        }
        Task<Void> task = createTask(inner(1), true);
        look();
        await(task);
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> program() {
        await(inner(2));
        await(iterates());
        await(startsEagerly());
        return Coroutine.done();
    }

    /** Where nothing is suspended the stack is the JVM's own; where something is, it is the same. */
    @AsyncTest
    void runningTasksStackIsTheOneOfBlockingCalls() {
        List<List<StackTraceElement>> expected = null;
        for (waits = 0; waits < 32; waits++) {
            stacks.clear();
            await(createTask(program(), "program"));
            if (expected == null) {
                expected = List.copyOf(stacks);
                assertThat(names(expected.get(0)))
                        .containsExactly("look", "innermost", "inner", "inner", "inner", "program");
                assertThat(names(expected.get(4)))
                        .containsExactly("look", "innermost", "numbers", "iterates", "program");
                assertThat(names(expected.get(10))).containsExactly("look", "innermost", "inner", "inner");
            } else {
                assertThat(rows(stacks)).isEqualTo(rows(expected));
            }
        }
    }

    /** Class, method, line; what runs after something else may run earlier or later. */
    private static List<String> rows(List<List<StackTraceElement>> stacks) {
        return stacks.stream().map(String::valueOf).sorted().toList();
    }

    /** The tree shows the frames that run, too. */
    @AsyncTest
    void treeShowsWhatRuns() {
        waits = 1;
        await(createTask(program(), "program"));
        assertThat(trees.get(0).replaceAll(":\\d+", ""))
                .contains(
                        """
                        └── Task program (running)
                                CallGraphTest.program(CallGraphTest.java)
                                CallGraphTest.inner(CallGraphTest.java)
                                CallGraphTest.inner(CallGraphTest.java)
                                CallGraphTest.inner(CallGraphTest.java)
                                CallGraphTest.innermost(CallGraphTest.java)
                                CallGraphTest.look(CallGraphTest.java)
                        """);
    }

    @Async
    private Coroutine<Void> looksAround(List<FutureCallGraph> seen, int more) {
        if (more > 0) {
            createTask(looksAround(seen, more - 1), "eager" + more, null, true);
            return Coroutine.done();
        }
        seen.addAll(captureCallGraphs());
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> starts(List<FutureCallGraph> seen) {
        await(sleep(0));
        await(startsInside(seen));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> startsInside(List<FutureCallGraph> seen) {
        await(sleep(0));
        await(looksAround(seen, 3));
        return Coroutine.done();
    }

    /** A task that has started another one eagerly is on the stack as well. */
    @AsyncTest
    void tasksThatHaveStartedOthersEagerlyRunToo() {
        List<FutureCallGraph> seen = new ArrayList<>();
        await(createTask(starts(seen), "starter"));
        assertThat(seen)
                .extracting(g -> ((Task<?>) g.future()).getName())
                .containsExactly("test", "starter", "eager3", "eager2", "eager1");
        assertThat(callNames(seen.get(1))).containsExactly("looksAround", "startsInside", "starts");
        for (int i = 2; i < 5; i++) {
            assertThat(callNames(seen.get(i))).containsExactly("looksAround");
            assertThat(seen.get(i).format()).contains("* Task eager" + (5 - i) + " (running)\n");
            assertThat(line(seen.get(i)) == line(seen.get(1))).isEqualTo(i < 4);
        }
    }

    private static int line(FutureCallGraph graph) {
        return graph.callStack().get(0).frame().getLineNumber();
    }

    private static List<String> callNames(FutureCallGraph graph) {
        return graph.callStack().stream()
                .map(entry -> entry.frame().getMethodName())
                .toList();
    }

    @AsyncTest
    void inACallbackThereIsNone() {
        List<Object> seen = new ArrayList<>();
        getRunningLoop().callSoon(() -> {
            seen.add(captureCallGraph() == null);
            seen.add(formatCallGraph());
        });
        await(sleep(0));
        assertThat(seen).containsExactly(true, "");
    }

    // ---- who waits -----------------------------------------------------------------------------

    @Async
    private Coroutine<Void> worker() {
        await(sleep(seconds(9)));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> waitsFor(Future<?> future) {
        await(future);
        return Coroutine.done();
    }

    private static List<Object> awaiters(Future<?> future) {
        return captureCallGraph(future).awaitedBy().stream()
                .map(g -> g.future() instanceof Task<?> t
                        ? t.getName()
                        : g.future().toString())
                .map(Object.class::cast)
                .toList();
    }

    @AsyncTest
    void allWaysToWaitAreKnown() {
        Task<Void> worker = createTask(worker(), "worker");
        List<Task<?>> waiting = new ArrayList<>();
        waiting.add(createTask(waitsFor(worker), "await"));
        waiting.add(createTask(waitsFor(gather(worker)), "gather"));
        waiting.add(createTask(waitsFor(shield(worker)), "shield"));
        waiting.add(createTask(Asyncio.waitFor(worker, seconds(99)), "wait_for"));
        waiting.add(createTask(waitAll(List.of(worker)), "wait"));
        Future<?> notAwaited = gather(worker);
        await(sleep(0));
        assertThat(awaiters(worker))
                .containsExactlyInAnyOrder(
                        "await",
                        "gather[0 of 1 done]",
                        "gather[0 of 1 done]", // the one that nobody awaits
                        "Shield[Task worker]",
                        "wait_for",
                        "wait");
        FutureCallGraph graph = captureCallGraph(worker);
        assertThat(callNames(graph)).containsExactly("worker");
        FutureCallGraph gathering = graph.awaitedBy().stream()
                .filter(g -> g.future() != notAwaited)
                .filter(g -> g.future().toString().startsWith("gather"))
                .findFirst()
                .orElseThrow();
        assertThat(gathering.callStack()).isEmpty();
        assertThat(gathering.awaitedBy()).hasSize(1);
        assertThat(callNames(gathering.awaitedBy().get(0))).containsExactly("waitsFor");
        await(gather(waiting));
        assertThat(awaiters(worker)).isEmpty(); // all of that is over
        assertThat(captureCallGraph(worker).callStack()).isEmpty();
    }

    /** Also while the body waits for something else. */
    @AsyncTest
    void taskOfAGroupIsAwaitedByWhoHasEnteredIt() {
        await(TaskGroup.run(group -> {
            Task<Void> task = group.createTask(worker());
            await(sleep(0));
            assertThat(awaiters(task)).containsExactly("test");
            return Coroutine.done();
        }));
        Task<Void> parent = createTask(aGroup(), "parent");
        await(sleep(seconds(1)));
        Task<?> child = Asyncio.allTasks().stream()
                .filter(t -> t.getName().equals("child"))
                .findFirst()
                .orElseThrow();
        assertThat(awaiters(child)).containsExactly("parent");
        assertThat(callNames(captureCallGraph(parent))).containsExactly("aGroup");
        await(parent);
    }

    @Async
    private Coroutine<Void> aGroup() {
        await(TaskGroup.run(group -> {
            group.createTask(worker(), "child");
            return Coroutine.done();
        }));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> holds(AsyncLock lock) {
        try (var held = await(lock.acquire())) {
            await(sleep(seconds(1)));
        }
        return Coroutine.done();
    }

    @AsyncTest
    void holderOfALockIsAwaitedByWhoWantsIt() {
        AsyncLock lock = new AsyncLock();
        Task<Void> holder = createTask(holds(lock), "holder");
        Task<Void> waiter = createTask(holds(lock), "waiter");
        await(sleep(0));
        assertThat(awaiters(holder)).containsExactly("waiter");
        await(waiter);
    }

    @AsyncTest
    void commonParentsAreOneObject() {
        Task<Void> worker = createTask(worker(), "worker");
        Task<Void> left = createTask(waitsFor(worker), "left");
        Task<Void> right = createTask(waitsFor(worker), "right");
        Task<Void> top = createTask(waitsFor(gather(left, right)), "top");
        await(sleep(0));
        FutureCallGraph graph = captureCallGraph(worker);
        FutureCallGraph one = graph.awaitedBy().get(0).awaitedBy().get(0);
        assertThat(graph.awaitedBy().get(1).awaitedBy().get(0)).isSameAs(one);
        assertThat(one.awaitedBy().get(0).future()).isSameAs(top);
        assertThat(graph.format().replaceAll(":\\d+", ""))
                .isEqualTo(
                        """
                        * Task worker
                          + Call stack:
                          |   async dev.jacquard.asynciotests.debug.CallGraphTest.worker(CallGraphTest.java)
                          + Awaited by:
                            * Task left
                              + Call stack:
                              |   async dev.jacquard.asynciotests.debug.CallGraphTest.waitsFor(CallGraphTest.java)
                              + Awaited by:
                                * gather[0 of 2 done]
                                  + Awaited by:
                                    * Task top
                                      + Call stack:
                                      |   async dev.jacquard.asynciotests.debug.CallGraphTest.waitsFor(CallGraphTest.java)
                            * Task right
                              + Call stack:
                              |   async dev.jacquard.asynciotests.debug.CallGraphTest.waitsFor(CallGraphTest.java)
                              + Awaited by:
                                * gather[0 of 2 done] (see above)
                        """);
        await(top);
    }

    @AsyncTest
    void depthAndLimitLeaveOutTheRest() {
        Promise<Void> end = new Promise<>();
        Task<Void> worker = createTask(inside(3, end), "worker");
        Task<Void> second = createTask(waitsFor(worker), "second");
        createTask(waitsFor(second), "third");
        await(sleep(0));
        FutureCallGraph graph = captureCallGraph(worker);
        assertThat(graph.format(3)).isEqualTo(graph.format()).doesNotContain("...");
        assertThat(graph.format(2)).endsWith("  + Awaited by:\n        ...\n").contains("second");
        assertThat(graph.format(1)).endsWith("  + Awaited by:\n    ...\n").doesNotContain("second");
        assertThatIllegalArgumentException().isThrownBy(() -> graph.format(0));

        List<FrameCallGraphEntry> all = graph.callStack();
        assertThat(all).hasSize(4);
        assertThat(captureCallGraph(worker, 2).callStack()).isEqualTo(all.subList(0, 2));
        assertThat(captureCallGraph(worker, 0).callStack()).isEmpty();
        assertThat(captureCallGraph(worker, 0).awaitedBy()).hasSize(1);
        assertThat(captureCallGraph(worker, -1).callStack()).isEqualTo(all.subList(3, 4));
        for (int many : new int[] {4, 99, Integer.MAX_VALUE, -4, -99, Integer.MIN_VALUE}) {
            assertThat(captureCallGraph(worker, many).callStack()).isEqualTo(all);
        }
        end.setResult(null);
        await(second);
        await(sleep(0));
    }

    @Async
    private Coroutine<Void> inside(int depth, Promise<Void> end) {
        await(depth == 0 ? end : inside(depth - 1, end));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> waitsForOneOf(List<Task<?>> tasks, int index) {
        await(sleep(0));
        await(tasks.get(index));
        return Coroutine.done();
    }

    @AsyncTest
    void circlesEnd() {
        List<Task<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tasks.add(createTask(waitsForOneOf(tasks, (i + 1) % 3), "t" + i));
        }
        await(sleep(0));
        await(sleep(0));
        FutureCallGraph graph = captureCallGraph(tasks.get(0));
        FutureCallGraph end =
                graph.awaitedBy().get(0).awaitedBy().get(0).awaitedBy().get(0);
        assertThat(end.future()).isSameAs(tasks.get(0));
        assertThat(end.isCircle()).isTrue();
        assertThat(end.awaitedBy()).isEmpty();
        assertThat(graph.isCircle()).isFalse();
        assertThat(graph.format()).contains("* Task t0 (a circle: see above)\n");
        assertThat(captureCallGraphs()).hasSize(4);
        tasks.get(0).cancel();
        await(thrownBy(gather(tasks)));
        await(sleep(0));
    }

    /** It does not recurse: a graph may be deep. Without debug mode, which looks at each task. */
    @Test
    void chainOfManyTasksIsCaptured() {
        runOften(() -> {
            Promise<Void> end = new Promise<>();
            Future<Void> last = end;
            int n = 20_000;
            for (int i = 0; i < n; i++) {
                last = createTask(waitsFor(last));
            }
            await(sleep(0));
            int depth = 0;
            FutureCallGraph graph = captureCallGraph(end);
            assertThat(graph.format()).endsWith("    ...\n");
            while (!graph.awaitedBy().isEmpty()) {
                graph = graph.awaitedBy().get(0);
                depth++;
            }
            assertThat(depth).isEqualTo(n);
            end.setResult(null);
            return last.asCoroutine();
        });
    }

    // ---- where it cannot be used ---------------------------------------------------------------

    @AsyncTest
    void anotherThreadIsRefusedAndTold() {
        Task<?> me = currentTask();
        Throwable e = await(thrownBy(toThread(() -> captureCallGraph(me))));
        assertThat(e)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be captured on")
                .hasMessageContaining("describeTasks()");
        assertThatNullPointerException()
                .isThrownBy(() -> captureCallGraph(null))
                .withMessageContaining("future");
    }

    @Test
    void outsideOfALoopThereMustBeAFuture() {
        assertThatIllegalStateException()
                .isThrownBy(() -> captureCallGraph())
                .withMessageContaining("captureCallGraph(): no running loop");
        try (Runner runner = runner()) {
            Task<Void> task = runner.run(() -> Coroutine.of(createTask(worker(), "left")));
            runner.run(() -> sleep(seconds(1)));
            assertThat(callNames(captureCallGraph(task))).containsExactly("worker");
            Set<FutureCallGraph> all = Set.copyOf(captureCallGraphs(runner.getLoop()));
            assertThat(all).hasSize(1);
        }
    }
}
