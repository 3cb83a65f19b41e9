package dev.jacquard.asynciotests.debug;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncQueue;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What belongs to a loop and is used elsewhere says so, with both threads and the way out. */
class WrongThreadTest {
    private interface Use {
        void use() throws Exception;
    }

    @Async
    static Coroutine<Integer> work() {
        await(sleep(0));
        return Coroutine.of(1);
    }

    /** What each use says when it happens on another thread while the loop runs here. */
    @Async
    Coroutine<List<String>> onAnotherThread(Use... uses) {
        List<String> said = new ArrayList<>();
        Thread other = new Thread(
                () -> {
                    for (Use use : uses) {
                        try {
                            use.use();
                            said.add("nothing");
                        } catch (Exception e) {
                            said.add(e.getClass().getSimpleName() + " " + e.getMessage());
                        }
                    }
                },
                "other");
        other.start();
        join(other);
        return Coroutine.of(said);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Async
    Coroutine<List<String>> usesEverything() {
        EventLoop loop = getRunningLoop();
        Promise<Integer> promise = new Promise<>();
        Task<Integer> task = createTask(work());
        List<String> said = await(onAnotherThread(
                promise::isDone,
                promise::isCancelled,
                promise::result,
                promise::exception,
                promise::cancel,
                () -> promise.setResult(1),
                () -> promise.setException(new Exception()),
                () -> promise.addDoneCallback(f -> {}),
                () -> promise.removeDoneCallback(f -> {}),
                promise::toCompletableFuture,
                task::isDone,
                () -> task.cancel("x"),
                task::uncancel,
                loop::stop,
                () -> loop.callSoon(() -> {}),
                () -> loop.callLater(java.time.Duration.ZERO, () -> {}),
                () -> loop.createTask(Coroutine.of(1))));
        assertThat(promise.isDone()).isFalse();
        assertThat(await(task)).isEqualTo(1);
        return Coroutine.of(said);
    }

    @Test
    void debugModeTellsOfEveryUse() {
        Thread.currentThread().setName("here");
        List<String> said = run(usesEverything(), true);
        assertThat(said).hasSize(17).allSatisfy(s -> assertThat(s)
                .startsWith("IllegalStateException")
                .contains("runs on thread \"here\"")
                .contains("used from thread \"other\"")
                .contains("callSoonThreadSafe"));
        assertThat(said.get(0)).contains("Promise of EventLoop@");
    }

    @Async
    Coroutine<List<String>> usesPrimitives() {
        AsyncLock lock = new AsyncLock();
        AsyncEvent event = new AsyncEvent();
        AsyncSemaphore semaphore = new AsyncSemaphore(0);
        AsyncQueue<Integer> queue = new AsyncQueue<>();
        await(lock.acquire());
        List<Task<?>> waiting = List.of(
                createTask(lock.acquire()),
                createTask(event.waitAsync()),
                createTask(semaphore.acquire()),
                createTask(queue.get()));
        await(sleep(0));
        await(sleep(0)); // now all are bound to this loop
        List<String> said = await(onAnotherThread(
                lock::release,
                event::set,
                event::clear,
                semaphore::release,
                () -> queue.putNowait(1),
                queue::getNowait,
                queue::taskDone,
                queue::shutdown));
        waiting.forEach(Task::cancel);
        return Coroutine.of(said);
    }

    @Test
    void primitivesAreTheLoopsToo() {
        assertThat(run(usesPrimitives(), true))
                .hasSize(8)
                .allSatisfy(s -> assertThat(s).contains("of EventLoop@").contains("used from"));
    }

    @Async
    Coroutine<List<String>> schedules() {
        EventLoop loop = getRunningLoop();
        Promise<Integer> promise = new Promise<>();
        List<String> said = await(onAnotherThread(
                () -> loop.callSoon(() -> {}),
                () -> loop.callLater(java.time.Duration.ZERO, () -> {}),
                () -> loop.createTask(Coroutine.of(1)),
                () -> promise.addDoneCallback(f -> {}),
                () -> loop.callSoonThreadSafe(() -> {})));
        return Coroutine.of(said);
    }

    @Test
    void schedulingElsewhereIsRefusedAlways() {
        List<String> said = run(schedules(), false);
        assertThat(said.subList(0, 4)).allSatisfy(s -> assertThat(s).contains("was used from"));
        assertThat(said.subList(4, 5)).containsOnly("nothing");
    }

    @Test
    void aLoopThatDoesNotRunMayBeUsedByAnyThread() {
        Task<Integer> task = run(() -> Coroutine.of(createTask(work())));
        assertThat(task.isDone()).isTrue();
    }
}
