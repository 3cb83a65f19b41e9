package dev.jacquard.samples.kv;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.samples.kv.data.Databases;
import dev.jacquard.samples.kv.data.ListWaiters;
import dev.jacquard.samples.kv.data.Store;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** What takes time, in virtual time. */
class WaitingTest {
    private Conversation c;

    @BeforeEach
    void connect(EventLoop loop) {
        c = new Conversation(() -> loop.time().toMillis());
    }

    /** What a client with a blocking command gets. */
    @Async
    private static Coroutine<String> waiting(Conversation client, String command) {
        assertThat(client.say(command)).isEmpty();
        Replies out = new Replies();
        ListWaiters.Popped popped = await(client.engine().waitFor(client.client));
        ListCommands.writePopped(popped, out);
        return Coroutine.of(Conversation.readable(out.toString()));
    }

    private Task<String> start(String command) {
        return createTask(waiting(new Conversation(c.engine()), command), command);
    }

    @AsyncTest
    void aListThatHasElementsIsNotWaitedFor() {
        c.say("RPUSH l a");
        assertThat(c.say("BLPOP none l 0")).isEqualTo("*2 $1 l $1 a");
        assertThat(c.client.block()).isNull();
    }

    @AsyncTest
    void firstComeFirstServed(TestClock clock) {
        Task<String> first = start("BLPOP a b 0");
        Task<String> second = start("BRPOP b 0");
        Task<String> third = start("BLPOP b 0");
        await(clock.allTasksBlocked());
        assertThat(c.say("RPUSH b 1 2 3 4")).isEqualTo(":4");
        assertThat(await(first)).isEqualTo("*2 $1 b $1 1");
        assertThat(await(second)).isEqualTo("*2 $1 b $1 4");
        assertThat(await(third)).isEqualTo("*2 $1 b $1 2");
        assertThat(c.say("LRANGE b 0 -1")).isEqualTo("*1 $1 3");
        assertThat(c.client.store().waiters().size()).isZero();
    }

    @AsyncTest
    void givesUpAfterItsTime(EventLoop loop, TestClock clock) {
        Task<String> pop = start("BLPOP l 1.5");
        await(clock.allTasksBlocked());
        assertThat(c.say("INFO clients")).contains("blocked_clients:1");
        assertThat(await(pop)).isEqualTo("*-1");
        assertThat(loop.time()).isEqualTo(Duration.ofMillis(1500));
        assertThat(c.client.store().waiters().size()).isZero();
        assertThat(c.say("RPUSH l a")).isEqualTo(":1");
        assertThat(c.say("LLEN l")).isEqualTo(":1");
    }

    /** The element has been taken for it; it goes to the next one, or back. */
    @AsyncTest
    void whatACancelledOneHasGotIsNotLost(TestClock clock) {
        Task<String> gone = start("BLPOP l 0");
        Task<String> next = start("BLPOP l 10");
        await(clock.allTasksBlocked());
        c.say("RPUSH l a");
        gone.cancel(); // after it was served, before it ran
        assertThat(await(next)).isEqualTo("*2 $1 l $1 a");
        assertThat(gone.isCancelled()).isTrue();

        Task<String> last = start("BRPOP l 0");
        await(clock.allTasksBlocked());
        c.say("RPUSH l x y");
        last.cancel();
        await(clock.allTasksBlocked());
        assertThat(c.say("LRANGE l 0 -1")).isEqualTo("*2 $1 x $1 y");
    }

    @AsyncTest
    void renamingAListServesToo(TestClock clock) {
        Task<String> pop = start("BLPOP l 0");
        await(clock.allTasksBlocked());
        c.say("RPUSH m a");
        c.say("RENAME m l");
        assertThat(await(pop)).isEqualTo("*2 $1 l $1 a");
    }

    @AsyncTest
    void badTimeoutsAreRefused() {
        assertThat(c.say("BLPOP l x")).isEqualTo("-ERR timeout is not a float or out of range");
        assertThat(c.say("BLPOP l -1")).isEqualTo("-ERR timeout is negative");
        assertThat(c.say("BLPOP l 1e15")).isEqualTo("-ERR timeout is out of range");
        assertThat(c.client.block()).isNull();
    }

    // ---- deadlines -----------------------------------------------------------------------------

    @AsyncTest
    void keysExpireWhenTheirTimeHasCome() {
        c.say("SET k v EX 100");
        await(sleep(Duration.ofMillis(99_999)));
        assertThat(c.say("GET k")).isEqualTo("$1 v");
        await(sleep(1));
        assertThat(c.say("GET k")).isEqualTo("$-1");
    }

    /** Nobody asks for them, and their memory is freed nevertheless. */
    @AsyncTest
    void expiredKeysAreRemoved(EventLoop loop, AsyncTester tester) {
        Databases databases = new Databases(1, () -> loop.time().toMillis());
        tester.background(databases.sweep(), "sweeper");
        Store store = databases.stores().get(0);
        Conversation.fill(store, 1000);
        await(sleep(Duration.ofMillis(500)));
        assertThat(store.size()).isBetween(500, 620);
        await(sleep(Duration.ofMillis(700)));
        assertThat(store.size()).isZero();
        await(sleep(Duration.ofDays(1))); // it goes on when there are more
        Conversation.fill(store, 1);
        await(sleep(Duration.ofMillis(300)));
        assertThat(store.size()).isZero();
    }

    /** A key that is set again and again leaves no trail of old deadlines. */
    @AsyncTest
    void deadlinesAreForgotten() {
        for (int i = 0; i < 100_000; i++) {
            c.say("SET k v EX 1000");
            c.say("PERSIST k");
        }
        assertThat(c.client.store().expiring()).isZero();
        assertThat(c.client.store().deadlines()).isLessThan(100);
    }
}
