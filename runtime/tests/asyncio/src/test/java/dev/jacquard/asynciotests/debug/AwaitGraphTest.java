package dev.jacquard.asynciotests.debug;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncLock;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.LoopDeadlockException;
import dev.jacquard.Promise;
import dev.jacquard.Runner;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.loop.Poller;
import dev.jacquard.loop.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits for whom, as users see it: on request, in a deadlock, and when nothing goes on. */
class AwaitGraphTest {
    private final List<Task<?>> tasks = new ArrayList<>();

    private static <T> T run(Coroutine<T> main) {
        try (Runner runner = Runner.builder()
                .loopFactory(() -> EventLoop.builder().clock(new VirtualClock()).build())
                .build()) {
            return runner.run(main);
        }
    }

    /** The lines of this file change: their numbers do not matter here. */
    private static String text(String graph) {
        return graph.replaceAll("AwaitGraphTest.java:\\d+", "L");
    }

    @Async
    Coroutine<Void> fetch(Duration time) {
        await(sleep(time));
        return Coroutine.done();
    }

    @Async
    Coroutine<Void> order() {
        await(gather(fetch(Duration.ofSeconds(2)), fetch(Duration.ofSeconds(90))));
        return Coroutine.done();
    }

    @Async
    Coroutine<Void> outer() {
        await(order());
        return Coroutine.done();
    }

    @Async
    Coroutine<String> describes() {
        createTask(outer(), "shop");
        createTask(fetch(Duration.ofSeconds(1)), "late");
        await(sleep(0));
        await(sleep(0));
        createTask(fetch(Duration.ofSeconds(1)), "new");
        return Coroutine.of(getRunningLoop().describeTasks());
    }

    @Test
    void aTreeShowsCallsAndWhatIsAwaited() {
        assertThat(text(run(describes())))
                .isEqualTo(
                        """
                        Task Task-1 (running)
                            AwaitGraphTest.describes(L)
                        Task shop
                        │   AwaitGraphTest.outer(L)
                        │   AwaitGraphTest.order(L)
                        └── gather[0 of 2 done]
                            ├── Task Task-2
                            │   │   AwaitGraphTest.fetch(L)
                            │   └── sleep until 2s
                            └── Task Task-3
                                │   AwaitGraphTest.fetch(L)
                                └── sleep until 1m30s
                        Task late
                        │   AwaitGraphTest.fetch(L)
                        └── sleep until 1s
                        Task new (not started)
                            AwaitGraphTest.fetch
                        """);
    }

    @Async
    Coroutine<Void> waitsFor(int other) {
        await(sleep(0));
        await(tasks.get(other));
        return Coroutine.done();
    }

    @Async
    Coroutine<Void> circle() {
        tasks.add(createTask(waitsFor(1), "A"));
        tasks.add(createTask(waitsFor(2), "B"));
        tasks.add(createTask(waitsFor(0), "C"));
        await(gather(tasks.get(0), tasks.get(1)));
        return Coroutine.done();
    }

    @Test
    void aDeadlockShowsItsCircle() {
        assertThatThrownBy(() -> run(circle()))
                .isInstanceOf(LoopDeadlockException.class)
                .extracting(e -> text(String.valueOf(e.getMessage())))
                .isEqualTo(
                        """
                        Nothing is ready, no timer is set and nothing is awaited from outside. Waiting for ever:
                        Circle: Task A -> Task B -> Task C -> Task A
                        Task Task-1
                        │   AwaitGraphTest.circle(L)
                        └── gather[0 of 2 done]
                            ├── Task A
                            │   │   AwaitGraphTest.waitsFor(L)
                            │   └── Task B
                            │       │   AwaitGraphTest.waitsFor(L)
                            │       └── Task C
                            │           │   AwaitGraphTest.waitsFor(L)
                            │           └── Task A (a circle: see above)
                            └── Task B (see above)\
                        """);
    }

    @Async
    Coroutine<Void> waitsForEachOther() {
        tasks.add(createTask(waitsFor(1), "A"));
        tasks.add(createTask(waitsFor(0), "B"));
        return Coroutine.done();
    }

    @Test
    void aCircleThatNobodyElseAwaitsIsShownToo() {
        EventLoop loop = EventLoop.builder().clock(new VirtualClock()).build();
        loop.runUntilComplete(waitsForEachOther());
        assertThatThrownBy(() -> loop.runUntilComplete(new Endless().run()))
                .hasMessageContaining("Circle: Task A -> Task B -> Task A\n")
                .hasMessageContaining("Endless.run(")
                .hasMessageContaining("(a circle: see above)");
    }

    @Async
    Coroutine<Void> locksBoth(AsyncLock first, AsyncLock second) {
        try (var one = await(first.acquire())) {
            await(sleep(1));
            try (var two = await(second.acquire())) {
                return Coroutine.done();
            }
        }
    }

    @Async
    Coroutine<Void> locksTheOtherWayRound() {
        getRunningLoop().setDebug(true);
        AsyncLock a = new AsyncLock();
        AsyncLock b = new AsyncLock();
        createTask(locksBoth(a, b), "A");
        createTask(locksBoth(b, a), "B");
        await(new AsyncEvent().waitAsync());
        return Coroutine.done();
    }

    @Test
    void aDeadlockOfLocksShowsWhoHoldsThem() {
        try (Reports reports = new Reports()) {
            assertThatThrownBy(() -> run(locksTheOtherWayRound()))
                    .hasMessageContaining("Circle: Task A -> AsyncLock[locked, waiters:1], held by B -> Task B ->"
                            + " AsyncLock[locked, waiters:1], held by A -> Task A\n")
                    .hasMessageContaining("└── AsyncEvent[unset, waiters:1]\n");
        }
    }

    private static final class Endless {
        @Async
        Coroutine<Integer> run() {
            return Coroutine.of(await(new Promise<Integer>()));
        }
    }

    @Test
    void aLoopThatStallsOnTheSystemsClockIsToldOnceInDebugMode() {
        List<Long> polls = new ArrayList<>();
        EventLoop[] loop = new EventLoop[1];
        Poller poller = new Poller() {
            @Override
            public void poll(long timeout) {
                polls.add(timeout);
                if (polls.size() == 3) { // somebody from outside
                    loop[0].callSoonThreadSafe(() -> tasks.forEach(Task::cancel));
                }
            }

            @Override
            public void wakeup() {}

            @Override
            public boolean hasEvents() {
                return false;
            }
        };
        loop[0] = EventLoop.builder().poller(poller).debug(true).build();
        try (Reports reports = new Reports();
                Runner runner = Runner.builder().loopFactory(() -> loop[0]).build()) {
            runner.run(stalls());
            assertThat(polls).containsExactly(1_000_000_000L, -1L, -1L);
            assertThat(reports.containing("Nothing is ready"))
                    .singleElement()
                    .asString()
                    .contains("callSoonThreadSafe")
                    .contains("Task waits\n")
                    .contains("└── Promise[pending]");
        }
    }

    @Async
    Coroutine<Void> stalls() {
        tasks.add(createTask(new Endless().run(), "waits"));
        await(gatherSettled(tasks));
        return Coroutine.done();
    }

    @Test
    void theLoopsOfAProcessAreFoundWhileTheyRun() {
        EventLoop loop = run(runningLoop());
        assertThat(EventLoop.runningLoops()).doesNotContain(loop);
    }

    @Async
    Coroutine<EventLoop> runningLoop() {
        assertThat(EventLoop.runningLoops()).contains(getRunningLoop());
        return Coroutine.of(getRunningLoop());
    }
}
