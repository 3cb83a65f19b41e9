package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncQueue;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.schedules.ExploreSchedules;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of docs/testing.md, and whether they are still those. */
class ExamplesTest {
    static final class Cache implements AsyncCloseable {
        private final List<String> entries = new ArrayList<>();

        @Async
        static Coroutine<Cache> open() {
            await(sleep(1));
            return Coroutine.of(new Cache());
        }

        @Async
        Coroutine<Void> expireAfter(String entry, Duration time) {
            entries.add(entry);
            await(sleep(time));
            entries.remove(entry);
            return Coroutine.done();
        }

        int size() {
            return entries.size();
        }

        @Override
        @Async
        public Coroutine<Void> closeAsync() {
            await(sleep(1));
            return Coroutine.done();
        }
    }

    // doc: first
    @AsyncTest
    void entriesExpire() {
        try (Cache cache = await(Cache.open())) {
            Task<Void> expiry = createTask(cache.expireAfter("a", Duration.ofDays(30)));
            await(sleep(Duration.ofDays(29)));
            assertThat(cache.size()).isEqualTo(1);
            await(expiry);
            assertThat(cache.size()).isZero();
        }
    }

    // end

    @Nested
    class Fixtures {
        // doc: fixtures
        private Cache cache;

        @BeforeEach
        @Async
        void open(AsyncTester tester) {
            cache = tester.closing(await(Cache.open())); // closed when the test has ended
            tester.background(cache.expireAfter("x", Duration.ofHours(1)), "expiry"); // cancelled then
        }

        @AfterEach
        @Async
        void look() {
            await(sleep(1));
        }

        @AsyncTest
        void starts(EventLoop loop, TestClock clock) {
            await(clock.advance(Duration.ZERO));
            assertThat(cache.size()).isEqualTo(1);
            assertThat(loop.time()).isEqualTo(clock.now());
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        @AsyncSettings
        @Async
        void manyEntries(int n) {
            for (int i = 0; i < n; i++) {
                await(cache.expireAfter("entry", Duration.ofMinutes(1)));
            }
            assertThat(getRunningLoop().time()).isGreaterThan(Duration.ofMinutes(n));
        }
        // end
    }

    // doc: time
    @AsyncTest
    void timePasses(TestClock clock) {
        Cache cache = new Cache();
        createTask(cache.expireAfter("a", Duration.ofMinutes(1)));
        createTask(cache.expireAfter("b", Duration.ofMinutes(2)));
        await(clock.allTasksBlocked()); // both have begun, no time has passed
        assertThat(cache.size()).isEqualTo(2);
        await(clock.advance(Duration.ofMinutes(1))); // what is due then has been done as well
        assertThat(cache.size()).isEqualTo(1);
        await(clock.runUntilIdle()); // nothing is ready, no timer is set
        assertThat(clock.now()).isEqualTo(Duration.ofMinutes(2));
    }

    // end

    // doc: order
    @Async
    Coroutine<Void> first(Sequencer sequencer, List<String> trail) {
        try (var step = await(sequencer.step(0))) {
            trail.add("first begins");
        }
        try (var step = await(sequencer.step(2))) {
            trail.add("first ends");
        }
        return Coroutine.done();
    }

    @Async
    Coroutine<Void> second(Sequencer sequencer, List<String> trail) {
        try (var step = await(sequencer.step(1))) {
            trail.add("second in between");
        }
        return Coroutine.done();
    }

    @AsyncTest
    void inThisOrder() {
        Sequencer sequencer = new Sequencer();
        List<String> trail = new ArrayList<>();
        await(gather(second(sequencer, trail), first(sequencer, trail)));
        assertThat(trail).containsExactly("first begins", "second in between", "first ends");
    }

    @AsyncTest
    void suspends() {
        AsyncQueue<String> queue = new AsyncQueue<>();
        await(Suspending.assertDoesNotSuspend(queue.put("x")));
        await(Suspending.assertDoesNotSuspend(queue.get()));
        await(Suspending.assertSuspends(sleep(0)));
    }

    // end

    // doc: explored
    @Nested
    class Accounts {
        private final AsyncLock lock = new AsyncLock();
        private int balance;

        @Async
        Coroutine<Void> deposit(int amount) {
            try (var held = await(lock.acquire())) {
                int before = balance;
                await(sleep(1)); // asks somebody
                balance = before + amount;
            }
            return Coroutine.done();
        }

        @AsyncTest
        @ExploreSchedules(runs = 200)
        void noDepositIsLost() {
            await(gather(deposit(1), deposit(2), deposit(3)));
            assertThat(balance).isEqualTo(6);
        }
    }

    // end

    static final class Pool {
        private final AsyncSemaphore permits = new AsyncSemaphore(2);
        private final List<String> idle = new ArrayList<>(List.of("a", "b"));

        @Async
        Coroutine<String> take() {
            await(permits.acquire());
            return Coroutine.of(idle.remove(0));
        }

        void giveBack(String connection) {
            idle.add(connection);
            permits.release();
        }

        int idle() {
            return idle.size();
        }
    }

    @Nested
    class Orders {
        // doc: cancelled
        private final Pool pool = new Pool();

        @Async
        Coroutine<String> order(int sum) {
            String connection = await(pool.take());
            try {
                await(sleep(1)); // asks the bank
                return Coroutine.of("paid " + sum);
            } finally {
                pool.giveBack(connection);
            }
        }

        @AsyncTest
        @CancelEverywhere(at = CancelEverywhere.At.LOOP_TURNS)
        void eachOrderGivesItsConnectionBack(AsyncTester tester) {
            tester.watch("idle connections", pool::idle);
            assertThat(await(order(12))).isEqualTo("paid 12");
            await(gather(order(1), order(2), order(3)));
        }
        // end
    }

    // doc: streams
    @Async
    static Coroutine<Void> greets(ByteStream stream) throws IOException {
        await(stream.writeLine("hello " + await(stream.readLine())));
        return Coroutine.done();
    }

    @AsyncTest
    void greetsWhoeverComes() throws IOException {
        MemoryStream.Pair pair = MemoryStream.pair(16); // bytes in each direction
        Task<Void> server = createTask(greets(pair.right()));
        await(pair.left().writeLine("world"));
        assertThat(await(pair.left().readLine())).isEqualTo("hello world");
        await(server);
    }

    // end

    // doc: plain
    @Test
    void withoutTheExtension() {
        try (AsyncTester tester = AsyncTester.builder().allow(Leak.TASKS).build()) {
            int value = tester.run(() -> {
                createTask(new AsyncEvent().waitAsync());
                await(sleep(Duration.ofDays(1)));
                return Coroutine.of(3);
            });
            assertThat(value).isEqualTo(3);
        }
    }

    // end
}
