package dev.jacquard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.loop.Clock;
import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import dev.jacquard.loop.Poller;
import dev.jacquard.loop.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is posted to a loop that is closed, or is being closed, is refused or told of. */
class ClosedLoopTest {
    /** The other thread of the race, called at a chosen moment of this one. */
    static class Hooked implements Poller {
        Runnable atWakeup = () -> {};
        Runnable atClose = () -> {};

        @Override
        public void poll(long timeoutNanos) {}

        @Override
        public void wakeup() {
            Runnable r = atWakeup;
            atWakeup = () -> {};
            r.run();
        }

        @Override
        public boolean hasEvents() {
            return false;
        }

        @Override
        public void close() {
            atClose.run();
        }
    }

    static class Told extends Job {
        final List<String> trail = new ArrayList<>();

        @Override
        protected void run(JobLoop on) {
            trail.add("run");
        }

        @Override
        protected void discarded() {
            trail.add("discarded");
        }
    }

    final Hooked poller = new Hooked();
    final BaseEventLoop loop = new AsyncioLoop(Clock.system(), poller, null);
    final Told job = new Told();

    @Test
    void aPostAfterTheCloseRaises() {
        loop.close();
        assertThatThrownBy(() -> loop.callSoonThreadSafe(() -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Event loop is closed");
        // as if the loop had been closed between the check and the post
        assertThatThrownBy(() -> loop.post(job)).hasMessage("Event loop is closed");
        assertThat(loop.offer(job)).isFalse();
        assertThat(job.trail).isEmpty();
    }

    @Test
    void aPostBeforeTheCloseIsTold() {
        loop.post(job);
        Handle handle = loop.callSoonThreadSafe(() -> {});
        Handle soon = loop.callSoon(() -> {});
        loop.close();
        assertThat(job.trail).containsExactly("discarded");
        assertThat(handle.isCancelled()).isTrue();
        assertThat(soon.isCancelled()).isTrue();
    }

    @Test
    void aPostWithTheCloseInItsMiddleIsTold() {
        poller.atWakeup = loop::close;
        loop.post(job);
        assertThat(job.trail).containsExactly("discarded");
    }

    @Test
    void aPostInTheMiddleOfTheCloseRaises() {
        poller.atClose = () -> assertThatThrownBy(() -> loop.post(job)).hasMessage("Event loop is closed");
        loop.close();
        assertThat(job.trail).isEmpty();
    }

    @Test
    void aPostByWhoIsToldRaisesToo() {
        List<Boolean> accepted = new ArrayList<>();
        loop.post(new Told() {
            @Override
            protected void discarded() {
                accepted.add(loop.offer(job));
            }
        });
        loop.close();
        assertThat(accepted).containsExactly(false);
        assertThat(job.trail).isEmpty();
    }

    @Test
    void whoWaitsForACoroutineOnAnotherThreadIsTold() {
        CompletableFuture<Integer> notStarted = Asyncio.runCoroutineThreadSafe(Coroutine.of(1), loop);
        loop.close();
        assertThatThrownBy(notStarted::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed before the task was done");
        assertThatThrownBy(() -> Asyncio.runCoroutineThreadSafe(Coroutine.of(1), loop))
                .hasMessage("Event loop is closed");
        assertThat(notStarted.cancel(true)).isFalse();
    }

    @Test
    void soIsWhoWaitsForOneThatHasStarted() {
        EventLoop virtual = EventLoop.builder().clock(new VirtualClock()).build();
        CompletableFuture<Void> started = Asyncio.runCoroutineThreadSafe(Asyncio.sleep(1000), virtual);
        virtual.runUntilComplete(Asyncio.sleep(10));
        assertThat(started).isNotDone();
        virtual.close();
        assertThatThrownBy(started::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(started.cancel(true)).isFalse();
    }

    @Test
    void aStageThatCompletesLateDoesNotDisturb() {
        EventLoop virtual = EventLoop.builder().clock(new VirtualClock()).build();
        CompletableFuture<Integer> stage = new CompletableFuture<>();
        virtual.createTask(Awaitable.of(stage).asCoroutine());
        virtual.runUntilComplete(Asyncio.sleep(10));
        virtual.close();
        assertThat(stage.complete(1)).isTrue();
    }
}
