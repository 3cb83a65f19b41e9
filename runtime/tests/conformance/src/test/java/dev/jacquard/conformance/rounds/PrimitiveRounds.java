package dev.jacquard.conformance.rounds;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitAll;

import dev.jacquard.AsyncBarrier;
import dev.jacquard.AsyncCondition;
import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncQueue;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Locks, events, conditions, barriers and queues. */
public final class PrimitiveRounds extends RoundsPrograms {
    public PrimitiveRounds(Recorder recorder) {
        super(recorder);
        program("lock-handover", this::lockHandover);
        program("semaphore-arrivals-behind-woken", this::semaphoreArrivalsBehindWoken);
        program("event", this::event);
        program("condition", this::condition);
        program("barrier", this::barrier);
        program("barrier-twice", this::barrierTwice);
        program("queue", this::queue);
    }

    @Async
    private Coroutine<Void> lockHandover() {
        startTicking(12);
        AsyncLock lock = new AsyncLock();
        await(waitAll(startAll(3, n -> holds(lock, n))));
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> holds(AsyncLock lock, int n) {
        try (var held = await(lock.acquire())) {
            log("have", n);
            await(sleep(0));
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> semaphoreArrivalsBehindWoken() {
        startTicking(12);
        AsyncSemaphore semaphore = new AsyncSemaphore(0);
        Task<Void> a = createTask(acquires(semaphore, 1), "a");
        await(sleep(0));
        Task<Void> b = createTask(acquires(semaphore, 2), "b");
        Task<Void> c = createTask(acquires(semaphore, 3), "c");
        semaphore.release();
        semaphore.release();
        semaphore.release();
        await(gather(a, b, c));
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> acquires(AsyncSemaphore semaphore, int n) {
        await(semaphore.acquire());
        log("have", n);
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> event() {
        startTicking(12);
        AsyncEvent event = new AsyncEvent();
        Task<Void> a = createTask(waitsFor(event, 1), "a");
        Task<Void> b = createTask(waitsFor(event, 2), "b");
        await(sleep(0));
        event.set();
        await(gather(a, b));
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> waitsFor(AsyncEvent event, int n) {
        await(event.waitAsync());
        log("woken", n);
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> condition() {
        startTicking(18);
        AsyncCondition condition = new AsyncCondition();
        List<Task<Void>> tasks = startAll(3, n -> waitsFor(condition, n));
        await(sleep(0));
        await(condition.with(() -> {
            condition.signalAll();
            return Coroutine.done();
        }));
        await(gather(tasks));
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> waitsFor(AsyncCondition condition, int n) {
        try (var held = await(condition.acquire())) {
            log("waiting", n);
            await(condition.waitAsync());
            log("woken", n, true); // what wait() gives in Python
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> barrier() {
        startTicking(18);
        AsyncBarrier barrier = new AsyncBarrier(3);
        await(gather(startAll(3, n -> waitsFor(barrier, n))));
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> barrierTwice() {
        startTicking(25);
        AsyncBarrier barrier = new AsyncBarrier(2);
        await(gather(startAll(4, n -> waitsFor(barrier, n))));
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> waitsFor(AsyncBarrier barrier, int n) {
        int place = await(barrier.waitAsync());
        log(n, place);
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> queue() {
        startTicking(18);
        AsyncQueue<Integer> queue = new AsyncQueue<>(1);
        Task<Void> a = createTask(produces(queue), "a");
        Task<Void> b = createTask(consumes(queue), "b");
        await(gather(a, b));
        log("end");
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> produces(AsyncQueue<Integer> queue) {
        for (int i = 0; i < 3; i++) {
            await(queue.put(i));
            log("put", i);
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> consumes(AsyncQueue<Integer> queue) {
        for (int i = 0; i < 3; i++) {
            int item = await(queue.get());
            log("got", item);
            queue.taskDone();
        }
        await(queue.join());
        log("joined");
        return Coroutine.done();
    }

    /** Tasks t0, t1, ... */
    private static List<Task<Void>> startAll(int tasks, IntFunction<Coroutine<Void>> work) {
        List<Task<Void>> all = new ArrayList<>();
        for (int n = 0; n < tasks; n++) {
            all.add(createTask(work.apply(n), "t" + n));
        }
        return all;
    }
}
