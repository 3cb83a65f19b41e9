package dev.jacquard.testing;

import static dev.jacquard.Asyncio.*;
import static dev.jacquard.testing.Suspending.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncLock;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.QueueShutDown;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Virtual time, the sequencer, memory streams and the assertions about suspension. */
class HelpersTest {
    private final List<Object> trail = new ArrayList<>();

    @Async
    private Coroutine<Void> every(Duration period, int times) {
        for (int i = 1; i <= times; i++) {
            await(sleep(period));
            trail.add(i);
        }
        return Coroutine.done();
    }

    // ---- virtual time --------------------------------------------------------------------------

    @AsyncTest
    void advanceDoesWhatIsDue(TestClock clock) {
        Task<Void> task = createTask(every(Duration.ofSeconds(10), 5));
        await(clock.advance(Duration.ofSeconds(25)));
        assertThat(trail).containsExactly(1, 2);
        await(clock.advance(Duration.ofSeconds(5)));
        assertThat(trail).containsExactly(1, 2, 3);
        assertThat(clock.now()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
                .hasMessage("Time does not run backwards: PT-1S");
        await(task);
    }

    @AsyncTest
    void runUntilIdleDoesEverything(TestClock clock) {
        createTask(every(Duration.ofDays(1), 3));
        createTask(every(Duration.ofDays(2), 2));
        await(clock.runUntilIdle());
        assertThat(trail).containsExactly(1, 1, 2, 3, 2);
        assertThat(clock.now()).isEqualTo(Duration.ofDays(4));
    }

    @AsyncTest
    void allTasksBlockedLetsNoTimePass(TestClock clock) {
        AsyncEvent event = new AsyncEvent();
        Task<Void> waiter = createTask(chain(event, 20));
        Task<Void> sleeper = createTask(every(Duration.ofNanos(1), 1));
        await(allTasksBlocked());
        assertThat(trail).containsExactly("chained");
        assertThat(clock.now()).isZero();
        event.set();
        await(gather(waiter, sleeper));
    }

    @AsyncTest
    void workInThreadsIsNotBlocked() {
        Task<String> work = createTask(toThread(() -> "done"));
        await(allTasksBlocked());
        assertThat(work.isDone()).isTrue();
    }

    @Async
    private Coroutine<Void> chain(AsyncEvent event, int steps) {
        for (int i = 0; i < steps; i++) {
            await(sleep(0));
        }
        trail.add("chained");
        await(event.waitAsync());
        return Coroutine.done();
    }

    // ---- suspension ----------------------------------------------------------------------------

    @Async
    private static <T> Coroutine<Throwable> thrownBy(Coroutine<T> coroutine) {
        try {
            await(coroutine);
        } catch (Throwable e) {
            return Coroutine.of(e);
        }
        return Coroutine.of(new AssertionError("nothing was thrown"));
    }

    @AsyncTest
    void suspensionIsSeen() {
        AsyncLock lock = new AsyncLock();
        await(assertSuspends(sleep(0)));
        await(assertSuspends(every(Duration.ofSeconds(1), 1)));
        await(assertDoesNotSuspend(lock.acquire()));
        assertThat(await(thrownBy(assertSuspends(Coroutine.of(1)))))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Coroutine.of(1) did not suspend");
        IllegalStateException inner = new IllegalStateException("inner");
        assertThat(await(thrownBy(assertSuspends(Coroutine.failed(inner)))))
                .hasMessageEndingWith(" did not suspend")
                .hasCause(inner);
        assertThat(await(thrownBy(assertDoesNotSuspend(Coroutine.failed(inner)))))
                .isSameAs(inner);
        assertThat(await(thrownBy(assertDoesNotSuspend(lock.acquire()))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(" suspended: Task[test waiting at ")
                .hasMessageContaining("for AsyncLock[locked");
        assertThat(currentTask().cancelling()).isZero();
        assertThat(lock.isLocked()).isTrue();
        lock.release();
    }

    // ---- the sequencer -------------------------------------------------------------------------

    @Async
    private Coroutine<Void> steps(Sequencer sequencer, int... steps) {
        for (int n : steps) {
            try (var step = await(sequencer.step(n))) {
                trail.add(n);
                await(sleep(n % 3));
            }
        }
        return Coroutine.done();
    }

    @AsyncTest
    void stepsComeInOrder() {
        Sequencer s = new Sequencer();
        await(gather(steps(s, 2, 3, 6), steps(s, 0, 5), steps(s, 1, 4, 7)));
        assertThat(trail).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(await(thrownBy(s.step(3)))).hasMessage("Step 3 was taken already");
    }

    @AsyncTest
    void aStepThatNeverComesFailsTheOthers() {
        Sequencer s = new Sequencer();
        Task<Void> first = createTask(steps(s, 1));
        Task<Throwable> second = createTask(thrownBy(steps(s, 2)));
        await(allTasksBlocked());
        first.cancel();
        assertThat(await(second)).hasMessage("Step 2 never comes: a task that waited for a step was cancelled");
    }

    // ---- streams -------------------------------------------------------------------------------

    @AsyncTest
    void aWriterWaitsForRoom() throws IOException {
        MemoryStream.Pair pair = MemoryStream.pair(4);
        Task<Void> writer = createTask(pair.left().write("0123456789".getBytes(UTF_8)));
        await(allTasksBlocked());
        assertThat(writer.isDone()).isFalse();
        assertThat(pair.right().available()).isEqualTo(4);
        assertThat(await(pair.right().readExactly(6))).isEqualTo("012345".getBytes(UTF_8));
        await(writer);
        assertThat(await(pair.right().read(100))).isEqualTo("6789".getBytes(UTF_8));
    }

    @AsyncTest
    void bothDirectionsEndOnTheirOwn() throws IOException {
        MemoryStream.Pair pair = MemoryStream.pair();
        await(pair.left().writeLine("hello"));
        await(pair.left().write("rest".getBytes(UTF_8)));
        await(pair.left().closeOutput());
        assertThat(await(pair.right().readLine())).isEqualTo("hello");
        assertThat(await(pair.right().readLine())).isEqualTo("rest");
        assertThat(await(pair.right().readLine())).isNull();
        assertThat(await(thrownBy(pair.right().readExactly(2)))).isInstanceOf(EOFException.class);
        await(pair.right().writeLine("answer"));
        assertThat(await(pair.left().readLine())).isEqualTo("answer");
        await(pair.left().closeAsync());
        assertThat(await(thrownBy(pair.right().writeLine("late"))))
                .isInstanceOf(IOException.class)
                .hasMessage("The stream was closed on the other side");
        assertThat(await(thrownBy(pair.left().read(1)))).hasMessage("The stream was closed on this side");
    }

    @AsyncTest
    void aBrokenStreamFailsWhoWaits() throws IOException {
        MemoryStream.Pair pair = MemoryStream.pair(1);
        Task<Throwable> reader = createTask(thrownBy(pair.left().read(1)));
        await(allTasksBlocked());
        assertThat(await(thrownBy(pair.left().read(1)))).hasMessage("Another task is reading from this stream");
        pair.right().breakWith("Connection reset");
        assertThat(await(reader)).isInstanceOf(IOException.class).hasMessage("Connection reset");
    }

    @AsyncTest
    void aCancelledReaderLosesNothing() throws IOException {
        MemoryStream.Pair pair = MemoryStream.pair();
        Task<byte[]> reader = createTask(pair.left().read(1));
        await(allTasksBlocked());
        Task<Void> writer = createTask(pair.right().write(new byte[] {7}));
        await(sleep(0));
        reader.cancel();
        assertThat(await(thrownBy(reader.asCoroutine()))).isInstanceOf(CancelledError.class);
        await(writer);
        assertThat(await(pair.left().read(9))).containsExactly(7);
    }

    @Async
    private Coroutine<Void> sendAll(MemoryChannel<String> channel, String... messages) {
        for (String m : messages) {
            await(channel.send(m));
            trail.add("sent " + m);
        }
        await(channel.closeAsync());
        return Coroutine.done();
    }

    @AsyncTest
    void messagesComeUntilTheChannelIsClosed() {
        MemoryChannel<String> channel = new MemoryChannel<>(1);
        Task<Void> sender = createTask(sendAll(channel, "a", "b", "c"));
        await(allTasksBlocked());
        assertThat(trail).containsExactly("sent a");
        for (String m : channel) {
            trail.add("got " + m);
        }
        assertThat(trail).endsWith("got c").contains("got a", "got b").hasSize(6);
        assertThat(await(thrownBy(channel.receive()))).isInstanceOf(QueueShutDown.class);
        await(sender);
    }
}
