package dev.jacquard.contextpropagation;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncCallable;
import dev.jacquard.Asyncio;
import dev.jacquard.Context;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.OutsideWork;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.loop.Poller;
import dev.jacquard.loop.VirtualClock;
import dev.jacquard.testing.AsyncTester;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PropagationTest {
    final List<String> seen = new ArrayList<>();

    static <T> T run(AsyncCallable<T> main) {
        try (AsyncTester tester = AsyncTester.builder().build()) {
            return tester.run(main);
        }
    }

    @AfterEach
    void clear() {
        for (Carrier c : Carrier.values()) {
            c.clear();
        }
    }

    @Async
    Coroutine<Void> countUp(Carrier c, String name) {
        for (int i = 0; i < 3; i++) {
            c.set(name + i);
            await(sleep(i));
            seen.add(c.get());
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void isThereAgainAfterEachAwaitAndNotInOtherTasks(Carrier c) {
        run(() -> {
            await(gather(countUp(c, "a"), countUp(c, "b")));
            assertThat(c.get()).isNull();
            return Coroutine.done();
        });
        assertThat(seen).containsExactly("a0", "b0", "a1", "b1", "a2", "b2");
    }

    @ParameterizedTest
    @EnumSource
    void isCopiedIntoChildrenWhenTheyAreCreated(Carrier c) {
        run(() -> {
            c.set("parent");
            var child = createTask(setsAnother(c));
            c.set("later");
            await(child);
            seen.add(c.get());
            return Coroutine.done();
        });
        assertThat(seen).containsExactly("parent", "child", "later");
    }

    @Async
    Coroutine<Void> setsAnother(Carrier c) {
        seen.add(c.get());
        c.set("child");
        await(sleep(0));
        seen.add(c.get());
        return Coroutine.done();
    }

    @ParameterizedTest
    @EnumSource
    void theThreadKeepsItsOwn(Carrier c) {
        c.set("thread");
        run(() -> {
            seen.add(c.get());
            c.set("task");
            await(sleep(0));
            seen.add(c.get());
            return Coroutine.done();
        });
        assertThat(seen).containsExactly("thread", "task");
        assertThat(c.get()).isEqualTo("thread");
    }

    @ParameterizedTest
    @EnumSource
    void theThreadKeepsItsOwnWhenTheLoopFails(Carrier c) {
        try {
            run(() -> {
                c.set("task");
                await(sleep(1));
                throw new IllegalArgumentException();
            });
        } catch (IllegalArgumentException e) {
            seen.add("failed");
        }
        assertThat(seen).containsExactly("failed");
        assertThat(c.get()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void whatThePollerCallsSeesTheThreadsOwn(Carrier c) {
        c.set("thread");
        Poller poller = new Poller() {
            @Override
            public void poll(long timeoutNanos) {
                seen.add(c.get());
            }

            @Override
            public void wakeup() {}
        };
        EventLoop loop =
                EventLoop.builder().clock(new VirtualClock()).poller(poller).build();
        loop.runUntilComplete(setsAnother(c));
        loop.close();
        assertThat(seen.remove(0)).as("before the first round").isEqualTo("thread");
        assertThat(seen.subList(0, 3)).containsExactly("thread", "thread", "child");
    }

    @ParameterizedTest
    @EnumSource
    void anEagerTaskHasItsOwnToo(Carrier c) {
        run(() -> {
            getRunningLoop().setTaskFactory(Asyncio.eagerTaskFactory());
            c.set("parent");
            var child = createTask(setsAnother(c));
            seen.add(c.get());
            await(child);
            return Coroutine.done();
        });
        assertThat(seen).containsExactly("parent", "parent", "child");
    }

    @ParameterizedTest
    @EnumSource
    void aFreshContextHasNothing(Carrier c) {
        run(() -> {
            c.set("parent");
            await(createTask(setsAnother(c), null, new Context()));
            seen.add(c.get());
            return Coroutine.done();
        });
        assertThat(seen).containsExactly(null, "child", "parent");
    }

    @ParameterizedTest
    @EnumSource
    void aContextKeepsWhatIsSetInIt(Carrier c) {
        Context context = new Context();
        c.set("outside");
        context.run(() -> {
            c.set("inside");
            return null;
        });
        assertThat(c.get()).isEqualTo("outside");
        assertThat(context.<String>run(c::get)).isEqualTo("inside");
        assertThat(context.copy().<String>run(c::get)).isEqualTo("inside");
    }

    @ParameterizedTest
    @EnumSource
    void isCopiedIntoThreadsAndLeavesNothingThere(Carrier c) {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        run(() -> {
            EventLoop loop = getRunningLoop();
            loop.setDefaultExecutor(executor);
            c.set("task");
            seen.add(await(toThread(() -> {
                String got = c.get();
                c.set("thread");
                return got;
            })));
            seen.add(c.get());
            seen.add(await(loop.runInExecutor(null, c::get)));
            return Coroutine.done();
        });
        assertThat(seen).containsExactly("task", "task", null);
    }

    @ParameterizedTest
    @EnumSource
    void callbacksHaveACopyOfWhoeverSchedulesThem(Carrier c) {
        run(() -> {
            EventLoop loop = getRunningLoop();
            c.set("task");
            loop.callSoon(() -> seen.add(c.get()));
            c.set("other");
            Promise<Void> posted = new Promise<>();
            OutsideWork work = loop.outsideWork();
            new Thread(() -> {
                        c.set("poster");
                        loop.callSoonThreadSafe(() -> {
                            seen.add(c.get());
                            posted.setResult(null);
                        });
                        work.close();
                    })
                    .start();
            await(posted);
            seen.add(c.get());
            return Coroutine.done();
        });
        assertThat(seen).containsExactly("task", "poster", "other");
    }

    @ParameterizedTest
    @EnumSource
    void doneCallbacksHaveACopyToo(Carrier c) {
        run(() -> {
            Promise<Void> p = new Promise<>();
            c.set("adder");
            p.addDoneCallback(f -> seen.add(c.get()));
            c.set("setter");
            p.setResult(null);
            await(sleep(0));
            seen.add(c.get());
            return Coroutine.done();
        });
        assertThat(seen).containsExactly("adder", "setter");
    }
}
