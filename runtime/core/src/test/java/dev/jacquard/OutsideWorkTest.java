package dev.jacquard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.loop.Poller;
import dev.jacquard.loop.VirtualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a loop in virtual time knows of posts that are to come. */
class OutsideWorkTest {
    /** The outside: does one thing each time the loop would wait. */
    final Deque<Runnable> outside = new ArrayDeque<>();

    final BaseEventLoop loop = new AsyncioLoop(
            new VirtualClock(),
            new Poller() {
                @Override
                public void poll(long timeoutNanos) {
                    assertThat(timeoutNanos).as("without limit").isEqualTo(-1);
                    Thread other = new Thread(outside.remove());
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }

                @Override
                public void wakeup() {}

                @Override
                public boolean hasEvents() {
                    return false;
                }
            },
            null);

    final Promise<String> promise = new Promise<>(loop);

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void withoutItThereIsADeadlock() {
        assertThatThrownBy(() -> loop.runUntilComplete(promise)).isInstanceOf(LoopDeadlockException.class);
    }

    @Test
    void workIsWaitedForWhileTimeStandsStill() {
        OutsideWork work = loop.outsideWork();
        assertThat(work).hasToString("OutsideWork[will post]");
        loop.callLater(Duration.ofSeconds(1), () -> promise.cancel());
        outside.add(() -> {
            loop.callSoonThreadSafe(() -> promise.setResult("posted"));
            work.close();
        });
        assertThat(loop.runUntilComplete(promise)).isEqualTo("posted");
        assertThat(loop.time()).isZero();
    }

    @Test
    void whenTheWorkIsDoneTimeGoesOn() {
        OutsideWork work = loop.outsideWork();
        loop.callLater(Duration.ofSeconds(1), () -> promise.setResult("timer"));
        outside.add(() -> {
            work.close();
            work.close(); // does not count twice
        });
        assertThat(loop.runUntilComplete(promise)).isEqualTo("timer");
        assertThat(loop.time()).isEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(() -> loop.runUntilComplete(new Promise<Void>(loop)))
                .isInstanceOf(LoopDeadlockException.class);
    }

    @Test
    void aSourceIsWaitedForAfterTheTimers() {
        OutsideWork source = loop.outsideSource();
        assertThat(source).hasToString("OutsideWork[may post]");
        loop.callLater(Duration.ofSeconds(1), () -> {});
        outside.add(() -> loop.callSoonThreadSafe(() -> promise.setResult("posted")));
        assertThat(loop.runUntilComplete(promise)).isEqualTo("posted");
        assertThat(loop.time()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whenTheSourceIsClosedThereIsADeadlock() {
        OutsideWork source = loop.outsideSource();
        outside.add(source::close);
        assertThatThrownBy(() -> loop.runUntilComplete(promise)).isInstanceOf(LoopDeadlockException.class);
        assertThat(outside).isEmpty();
    }
}
