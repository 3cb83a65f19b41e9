package dev.jacquard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.loop.Clock;
import dev.jacquard.loop.Job;
import dev.jacquard.loop.Poller;
import dev.jacquard.loop.VirtualClock;
import dev.jacquard.woven.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an observer is told, event by event; and that nobody is told anything as long as nobody listens. */
class ObserverTest {
    private final BaseEventLoop loop = new AsyncioLoop(new VirtualClock(), Poller.parking(), null);
    private final List<String> trail = new ArrayList<>();
    private final Observer tasks = new Tasks("");

    /** Writes down what is told of tasks. */
    private class Tasks extends Observer {
        private final String mark;

        Tasks(String mark) {
            this.mark = mark;
        }

        void add(String event) {
            trail.add(mark + event);
        }

        @Override
        void started(Task<?> task, Task<?> by) {
            add(task.getName() + " started by " + (by == null ? "nobody" : by.getName()));
        }

        @Override
        void resumed(Task<?> task) {
            add(task.getName() + " resumed");
        }

        @Override
        void awaits(Task<?> task, Future<?> future) {
            add(task.getName() + " awaits " + future.waitsFor());
        }

        @Override
        void suspended(Task<?> task) {
            add(task.getName() + " suspended");
        }

        @Override
        void ended(Task<?> task) {
            add(task.getName() + " ended " + task.describe());
        }
    }

    @AfterEach
    void nobodyListensAnyMore() {
        loop.close();
        assertThat(Observer.listening).isFalse();
    }

    private <T> Task<T> task(String name, Coroutine<T> coroutine) {
        return loop.createTask(coroutine, name);
    }

    /** Runs a task with an observer, which is taken away afterwards. */
    private List<String> observed(Observer observer, Supplier<Task<?>> start) {
        loop.observe(observer);
        try {
            loop.runUntilComplete(start.get());
        } finally {
            loop.ignore(observer);
        }
        return trail;
    }

    // ---- tasks -----------------------------------------------------------------------------------

    @Test
    void aTaskThatWaitsIsToldFromItsStartToItsEnd() {
        Promise<Object> promise = new Promise<>(loop);
        loop.callLater(Duration.ofSeconds(1), () -> promise.setResult("it"));
        assertThat(observed(tasks, () -> task("a", Script.sequence(() -> promise))))
                .containsExactly(
                        "a started by nobody",
                        "a resumed",
                        "a awaits Promise[pending]",
                        "a suspended",
                        "a resumed",
                        "a ended done: it");
    }

    @Test
    void aTaskThatYieldsAwaitsNothing() {
        assertThat(observed(tasks, () -> task("a", Script.sequence(() -> Asyncio.sleep(0)))))
                .containsExactly("a started by nobody", "a resumed", "a suspended", "a resumed", "a ended done: null");
    }

    @Test
    void aTaskIsStartedByTheOneThatMakesIt() {
        Supplier<Object> child = () -> task("child", Script.sequence());
        assertThat(observed(tasks, () -> task("parent", Script.sequence(child))))
                .containsSubsequence(
                        "parent resumed",
                        "child started by parent",
                        "parent awaits Task child",
                        "parent suspended",
                        "child resumed",
                        "child ended done: null",
                        "parent resumed",
                        "parent ended done: null");
    }

    @Test
    void anEagerTaskHasItsFirstStepWithinThatOfAnother() {
        Supplier<Object> child = () -> Task.create(loop, Script.sequence(() -> Asyncio.sleep(0)), "child", null, true);
        assertThat(observed(tasks, () -> task("parent", Script.sequence(child))))
                .startsWith(
                        "parent started by nobody",
                        "parent resumed",
                        "child started by parent",
                        "child resumed",
                        "child suspended",
                        "parent awaits Task child",
                        "parent suspended");
    }

    @Test
    void aTaskThatIsCancelledOrFailsHasEnded() {
        Task<Object> cancelled = task("cancelled", Script.sequence());
        cancelled.cancel();
        loop.observe(tasks);
        assertThatThrownBy(() -> loop.runUntilComplete(cancelled)).isInstanceOf(CancelledError.class);
        Script<Object> failing = Script.of((self, v) -> {
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(() -> loop.runUntilComplete(task("failing", failing)))
                .hasMessage("no");
        loop.ignore(tasks);
        assertThat(trail)
                .containsExactly(
                        "cancelled resumed",
                        "cancelled ended cancelled",
                        "failing started by nobody",
                        "failing resumed",
                        "failing ended failed: java.lang.IllegalStateException: no");
    }

    @Test
    void aTaskThatIsDoneIsNotResumedToTellAGatheringFuture() {
        Supplier<Task<?>> start =
                () -> task("main", Script.sequence(() -> Asyncio.gather(task("a", Script.sequence()))));
        assertThat(observed(tasks, start)).containsOnlyOnce("a resumed").containsOnlyOnce("a ended done: null");
    }

    // ---- holders -----------------------------------------------------------------------------------

    @Test
    void theHolderOfALockIsToldWhenItChanges() {
        AsyncLock lock = new AsyncLock();
        Observer holders = new Observer() {
            @Override
            void holderChanged(Object held, Task<?> by) {
                assertThat(held).isSameAs(lock);
                trail.add(by == null ? "free" : "held by " + by.getName());
            }
        };
        Supplier<Object> release = () -> {
            lock.release();
            return Coroutine.done();
        };
        List<Task<?>> others = new ArrayList<>();
        Supplier<Object> other = () -> {
            others.add(task("b", Script.sequence(lock::acquire, release)));
            return Asyncio.sleep(0); // it begins to wait
        };
        Supplier<Object> end = () -> others.get(0);
        assertThat(observed(holders, () -> task("a", Script.sequence(lock::acquire, other, release, end))))
                .containsExactly("held by a", "free", "held by b", "free");
    }

    // ---- jobs --------------------------------------------------------------------------------------

    @Test
    void eachJobIsToldAroundTheStepThatItIs() {
        Observer jobs = new Tasks("") {
            @Override
            void stepBegins(Job job) {
                add(kind(job) + " begins");
            }

            @Override
            void stepEnds(Job job) {
                add(kind(job) + " ends");
            }

            @Override
            void roundEnds() {
                add("round ends");
            }

            private String kind(Job job) {
                return job instanceof Task ? "step" : "callback";
            }
        };
        loop.callSoon(() -> trail.add("called"));
        assertThat(observed(jobs, () -> task("a", Script.sequence())))
                .startsWith(
                        "a started by nobody",
                        "callback begins",
                        "called",
                        "callback ends",
                        "step begins",
                        "a resumed",
                        "a ended done: null",
                        "step ends",
                        "round ends");
    }

    @Test
    void aStepThatIsTooLongIsTold() {
        Task<Object> task = task("a", Script.sequence());
        Observer slow = new Observer() {
            @Override
            void slow(Job job, long nanos) {
                assertThat(nanos).isNotNegative();
                trail.add(job == task ? "slow step" : "slow callback");
            }
        };
        loop.setSlowCallbackDuration(Duration.ZERO);
        loop.callSoon(() -> loop.setSlowCallbackDuration(Duration.ofDays(1))); // from here on none is
        assertThat(observed(slow, () -> task)).containsExactly("slow step");
    }

    @Test
    void howLateTheLoopIsIsToldAfterEachRound() {
        long[] now = {0};
        Clock clock = () -> now[0];
        BaseEventLoop late = new AsyncioLoop(clock, Poller.parking(), null);
        Observer lag = new Observer() {
            @Override
            void lagged(long nanos) {
                trail.add(nanos + " ns");
            }
        };
        late.observe(lag);
        late.callSoon(() -> now[0] += 5);
        late.callSoon(() -> {
            now[0] += 2;
            late.callSoon(late::stop);
        });
        late.runForever();
        late.close();
        late.ignore(lag);
        assertThat(trail).containsExactly("7 ns", "0 ns");
    }

    // ---- always ------------------------------------------------------------------------------------

    /** Told of all; without {@link BaseEventLoop#observe}, of that which is always told. */
    private final class Everything extends Tasks {
        Everything() {
            super("");
        }

        @Override
        void loopBegins() {
            add("loop begins");
        }

        @Override
        void loopEnds() {
            add("loop ends");
        }

        @Override
        void closing() {
            add("closing");
        }

        @Override
        void failed(Future<?> future, Failure failure) {
            add("failed: " + failure.exception().getMessage());
        }

        @Override
        void retrieved(Future<?> future) {
            add("retrieved");
        }

        @Override
        void stepBegins(Job job) {
            add("step begins");
        }

        @Override
        void stepEnds(Job job) {
            add("step ends");
        }

        @Override
        void slow(Job job, long nanos) {
            add("slow");
        }

        @Override
        void lagged(long nanos) {
            add("lagged");
        }

        @Override
        void roundEnds() {
            add("round ends");
        }

        @Override
        void holderChanged(Object held, Task<?> by) {
            add("holder changed");
        }

        @Override
        void created(Coroutine<?> coroutine) {
            add("coroutine created");
        }

        @Override
        void created(Future<?> future) {
            add("future created");
        }
    }

    @Test
    void aLoopThatNobodyObservesTellsOfLostExceptionsOnly() {
        loop.observer = new Everything();
        AsyncLock lock = new AsyncLock();
        Promise<Object> lost = new Promise<>(loop);
        Supplier<Object> fail = () -> {
            lost.setException(new IllegalStateException("lost"));
            lock.release();
            return Task.create(loop, Script.sequence(), "eager", null, true);
        };
        loop.runUntilComplete(task("a", Script.sequence(lock::acquire, () -> Asyncio.sleep(1), fail)));
        assertThat(lost.exception()).hasMessage("lost");
        assertThat(trail).containsExactly("loop begins", "failed: lost", "loop ends", "retrieved");
    }

    @Test
    void anObserverHearsOfItsLoopOnlyAndNothingAfterIgnore() {
        BaseEventLoop other = new AsyncioLoop(new VirtualClock(), Poller.parking(), null);
        other.observer = new Everything();
        loop.observe(tasks);
        other.runUntilComplete(other.createTask(Script.sequence(() -> new AsyncLock().acquire()), "theirs"));
        loop.ignore(tasks);
        loop.runUntilComplete(task("later", Script.sequence()));
        other.close();
        assertThat(trail).containsExactly("loop begins", "loop ends", "closing");
    }

    @Test
    void severalAreToldInTheOrderOfComing() {
        Observer second = new Tasks("2: ");
        loop.observe(tasks);
        observed(second, () -> task("a", Script.sequence()));
        loop.ignore(tasks);
        assertThat(trail)
                .containsExactly(
                        "a started by nobody",
                        "2: a started by nobody",
                        "a resumed",
                        "2: a resumed",
                        "a ended done: null",
                        "2: a ended done: null");
    }

    @Test
    void debugModeAndAnObserverDoNotEndOneAnother() {
        loop.observe(tasks);
        loop.setDebug(true);
        loop.setDebug(false);
        assertThat(loop.observed).isTrue();
        loop.setDebug(true);
        loop.ignore(tasks);
        assertThat(loop.observed).isTrue();
        loop.setDebug(false);
        assertThat(loop.observed).isFalse();
    }

    @Test
    void withAScheduleThereAreTheSameEvents() {
        BaseEventLoop scheduled = new AsyncioLoop(new VirtualClock(), Poller.parking(), ready -> 0);
        scheduled.observe(tasks);
        scheduled.runUntilComplete(scheduled.createTask(Script.sequence(() -> Asyncio.sleep(0)), "a"));
        scheduled.ignore(tasks);
        scheduled.close();
        assertThat(trail)
                .containsExactly("a started by nobody", "a resumed", "a suspended", "a resumed", "a ended done: null");
    }

    // ---- costs -------------------------------------------------------------------------------------

    @Test
    void stepsAllocateNothingWithoutAnObserver() {
        allocatedBy(10_000); // loads what there is to load
        long few = allocatedBy(1_000);
        long many = allocatedBy(101_000);
        assertThat(many - few).as("bytes of 100,000 steps").isLessThan(100_000);
    }

    /** How many bytes a loop allocates that runs a task of so many steps. */
    private static long allocatedBy(int steps) {
        BaseEventLoop loop = new AsyncioLoop(new VirtualClock(), Poller.parking(), null);
        Task<Object> task = loop.createTask(
                Script.of((self, v) -> self.at == steps ? null : self.awaiting(self.at + 1, Leaf.Yield.INSTANCE)));
        long before = allocated();
        loop.runUntilComplete(task);
        long after = allocated();
        loop.close();
        return after - before;
    }

    /** By reflection: core's module reads no other. */
    private static long allocated() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            return (long) Class.forName("com.sun.management.ThreadMXBean")
                    .getMethod("getThreadAllocatedBytes", long.class)
                    .invoke(threads, Thread.currentThread().getId());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
