package dev.jacquard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop that runs on another thread is described, whether it answers or not. */
@Timeout(60)
class LiveTasksTest {
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicReference<EventLoop> loop = new AtomicReference<>();
    private final AtomicReference<Promise<Object>> promise = new AtomicReference<>();

    private Thread start(boolean blocks) {
        Thread thread = new Thread(
                () -> Asyncio.run(Script.of((self, v) -> {
                    if (self.at == 1) {
                        return v;
                    }
                    loop.set(Asyncio.getRunningLoop());
                    promise.set(new Promise<>());
                    if (blocks) {
                        block();
                    } else {
                        loop.get().callSoon(blocked::countDown);
                    }
                    return self.awaiting(1, promise.get());
                })),
                "looping");
        thread.start();
        return thread;
    }

    private void block() {
        blocked.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLoopThatWaitsAnswersItself() throws InterruptedException {
        Thread thread = start(false);
        blocked.await();
        assertThat(loop.get().describeTasks()).contains("Task Task-1").contains("Promise[pending]");
        assertThat(LiveTasks.ps())
                .contains("on thread \"looping\": 1 task\n")
                .containsPattern("TASK +STATE +AT +WAITS FOR +AWAITED BY")
                .containsPattern("Task-1 +waiting +.*Promise\\[pending\\] +-");
        assertThat(LiveTasks.pstree()).contains("└── Promise[pending]");
        loop.get().callSoonThreadSafe(() -> promise.get().setResult(1));
        thread.join();
        assertThat(EventLoop.runningLoops()).doesNotContain(loop.get());
    }

    @Test
    void aBusyLoopIsSeenFromOutsideWithWhatKeepsIt() throws InterruptedException {
        Thread thread = start(true);
        blocked.await();
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait(); // it is on its way into the latch
        }
        String text = LiveTasks.describe(BaseEventLoop.of(loop.get()), AwaitGraph::tree, 0);
        assertThat(text)
                .startsWith("The loop is busy and does not answer; seen from outside:\nIt is here:")
                .contains("java.util.concurrent.CountDownLatch.await(")
                .contains("Task Task-1 (running)");
        release.countDown();
        loop.get().callSoonThreadSafe(() -> promise.get().setResult(1));
        thread.join();
    }
}
