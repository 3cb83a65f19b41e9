package dev.jacquard.conformance.rounds;

import static dev.jacquard.Asyncio.asCompleted;
import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.runCoroutineThreadSafe;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.timeout;
import static dev.jacquard.Asyncio.waitAll;
import static dev.jacquard.Asyncio.waitFor;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.ExceptionGroup;
import dev.jacquard.Future;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.Waited;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Tasks, futures and what waits for them. */
public final class TaskRounds extends RoundsPrograms {
    public TaskRounds(Recorder recorder) {
        super(recorder);
        program("await-task", this::awaitTask);
        program("await-failed-task", this::awaitFailedTask);
        program("cancel-not-started", this::cancelNotStarted);
        program("cancel-blocked-chain", this::cancelBlockedChain);
        program("gather", this::gatherTwo);
        program("gather-nested", this::gatherNested);
        program("gather-cancel", this::gatherCancel);
        program("shield", this::shielded);
        program("wait", this::waiting);
        program("wait-for", this::waitForSome);
        program("wait-for-zero", this::waitForZero);
        program("timeout-zero", this::timeoutZero);
        program("as-completed", this::inOrderOfCompletion);
        program("taskgroup", this::taskGroup);
        program("taskgroup-nested", this::taskGroupNested);
        program("callbacks", this::callbacks);
        program("threadsafe", this::threadSafe);
        program("agen", this::generator);
        program("eager-gather", this::eagerGather);
        program("eager-taskgroup", this::eagerTaskGroup);
        program("exit", this::exit);
    }

    @Async
    private Coroutine<Void> awaitTask() {
        startTicking(12);
        Task<Integer> a = createTask(quick(1), "a");
        int value = await(a);
        log(value);
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> awaitFailedTask() {
        startTicking(12);
        Task<Integer> a = createTask(failNow("x"), "a");
        try {
            await(a);
            log("a", "ok");
        } catch (IllegalArgumentException e) {
            log("a", e);
        }
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> cancelNotStarted() {
        startTicking(12);
        Task<Integer> a = createTask(quick(1), "a");
        a.cancel();
        try {
            await(a);
            log("a", "ok");
        } catch (CancelledError e) {
            log("a", e);
        }
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> cancelBlockedChain() {
        startTicking(12);
        Task<Integer> a = createTask(watch(1), "a");
        Task<Void> b = createTask(waitsFor(a), "b");
        Task<Void> c = createTask(waitsFor(b), "c");
        await(sleep(0));
        await(sleep(0));
        c.cancel();
        try {
            await(c);
            log("c", "ok");
        } catch (CancelledError e) {
            log("c", e);
        }
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> waitsFor(Task<?> task) {
        try {
            await(task);
        } finally {
            log("fin");
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> gatherTwo() {
        startTicking(12);
        List<Integer> values = await(gather(quick(1), quick(2)));
        log(values);
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> gatherNested() {
        startTicking(12);
        List<Object> values = await(gather(gather(quick(1)), gather(gather(quick(2)))));
        log(values);
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> gatherCancel() {
        startTicking(15);
        Future<List<Object>> all = gather(watch(1), gather(watch(2)));
        await(sleep(0));
        all.cancel();
        try {
            await(all);
            log("g", "ok");
        } catch (CancelledError e) {
            log("g", e);
        }
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> shielded() {
        startTicking(15);
        int once = await(shield(quick(1)));
        log(once);
        int twice = await(shield(shield(quick(2))));
        log(twice);
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> waiting() {
        startTicking(12);
        Task<Integer> a = createTask(quick(1), "a");
        log(names(await(waitAll(List.of(a)))));
        log(names(await(waitAll(List.of(a)))));
        log("end");
        return Coroutine.done();
    }

    private static List<List<String>> names(Waited<Task<Integer>> waited) {
        return List.of(names(waited.done()), names(waited.pending()));
    }

    private static List<String> names(Set<Task<Integer>> tasks) {
        return tasks.stream().map(Task::getName).toList();
    }

    @Async
    private Coroutine<Void> waitForSome() {
        startTicking(12);
        int one = await(waitFor(quick(1), Duration.ofSeconds(5)));
        log(one);
        Task<Integer> a = createTask(quick(2), "a");
        int two = await(waitFor(a, Duration.ofSeconds(5)));
        log(two);
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> waitForZero() {
        startTicking(15);
        try {
            await(waitFor(quick(1), Duration.ZERO));
            log("w", "ok");
        } catch (AsyncTimeoutException e) {
            log("w", e);
        }
        Task<Integer> a = createTask(watch(2), "a");
        await(sleep(0));
        try {
            await(waitFor(a, Duration.ZERO));
            log("w", "ok");
        } catch (AsyncTimeoutException e) {
            log("w", e);
        }
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> timeoutZero() {
        startTicking(15);
        try {
            await(timeout(Duration.ZERO, t -> sleep(LONG)));
            log("t", "ok");
        } catch (AsyncTimeoutException e) {
            log("t", e);
        }
        try {
            await(timeout(Duration.ZERO, t -> {
                await(sleep(0));
                log("in");
                return sleep(0);
            }));
            log("t", "ok");
        } catch (AsyncTimeoutException e) {
            log("t", e);
        }
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> inOrderOfCompletion() {
        startTicking(12);
        Task<Integer> a = createTask(quick(1), "a");
        Task<Void> b = createTask(tick(2), "b");
        for (Coroutine<Object> next : asCompleted(List.of(a, b)).coroutines()) {
            Object value = await(next);
            log(value);
        }
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> taskGroup() {
        startTicking(18);
        await(TaskGroup.run(group -> {
            group.createTask(quick(1), "a");
            return Coroutine.done();
        }));
        log("one");
        try {
            await(TaskGroup.run(group -> {
                group.createTask(failNow("x"), "b");
                group.createTask(watch(2), "c");
                return sleep(LONG);
            }));
            log("g", "ok");
        } catch (ExceptionGroup e) {
            log("g", e);
        }
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> taskGroupNested() {
        startTicking(15);
        try {
            await(TaskGroup.run(outer -> {
                await(TaskGroup.run(inner -> {
                    inner.createTask(failNow("x"), "b");
                    return Coroutine.done();
                }));
                return sleep(LONG);
            }));
            log("g", "ok");
        } catch (ExceptionGroup e) {
            log("g", e);
        }
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> callbacks() {
        startTicking(12);
        EventLoop loop = getRunningLoop();
        loop.callSoon(() -> {
            record("call", "a");
            loop.callSoon(() -> {
                record("call", "b");
                loop.callSoon(() -> record("call", "c"));
            });
        });
        loop.callLater(Duration.ZERO, () -> record("call", "z"));
        loop.callSoonThreadSafe(() -> record("call", "t"));
        Promise<Integer> f = new Promise<>();
        f.addDoneCallback(done -> {
            record("cb", "f", "F", "done");
            done.addDoneCallback(again -> record("cb", "g", "F", "done"));
        });
        f.setResult(1);
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> threadSafe() {
        startTicking(12);
        int value = await(runCoroutineThreadSafe(quick(1), getRunningLoop()));
        log(value);
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> generator() {
        startTicking(12);
        for (int x : numbers(3)) {
            log(x);
        }
        log("end");
        return Coroutine.done();
    }

    @Async
    private static AsyncGenerator<Integer> numbers(int n) {
        for (int i = 0; i < n; i++) {
            await(sleep(0));
            emit(i);
        }
        return AsyncGenerator.end();
    }

    @Async
    private Coroutine<Void> eagerGather() {
        startTicking(12);
        List<Integer> values = await(gather(quick(1), twoInTheNextRound(), quick(3)));
        log(values);
        log("end");
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Integer> twoInTheNextRound() {
        await(sleep(0));
        return Coroutine.of(2);
    }

    @Async
    private Coroutine<Void> eagerTaskGroup() {
        startTicking(12);
        await(TaskGroup.run(group -> {
            group.createTask(logInTheNextRound(), "a");
            group.createTask(quick(2), "b");
            return Coroutine.done();
        }));
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> logInTheNextRound() {
        await(sleep(0));
        log("z");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> exit() {
        startTicking(30);
        createTask(slowToStop(), "a");
        await(sleep(0));
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> slowToStop() {
        try {
            await(sleep(LONG));
        } finally {
            log("fin");
            await(sleep(0));
            await(sleep(0));
            log("fin2");
        }
        return Coroutine.done();
    }
}
