package dev.jacquard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.loop.JobLoop;
import dev.jacquard.loop.Poller;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rounds between the events of a poller that hands in many at once. */
class RoundInPollTest {
    private final List<String> log = new ArrayList<>();
    private final Events events = new Events();
    private final EventLoop loop =
            EventLoop.builder().poller(events).debug(false).build();

    /** Hands in all events at its first call that may wait; a round follows each. */
    private static final class Events implements Poller {
        final ArrayDeque<Runnable> events = new ArrayDeque<>();

        @Nullable
        JobLoop loop;

        @Override
        public void poll(long timeoutNanos) {
            for (Runnable e = events.poll(); e != null; e = events.poll()) {
                e.run();
                if (loop != null) {
                    loop.runRoundInPoll();
                }
            }
        }

        @Override
        public void wakeup() {}
    }

    private Runnable event(String name, Runnable... then) {
        return () -> {
            log.add("event " + name);
            loop.callSoon(() -> {
                log.add("job " + name);
                for (Runnable r : then) {
                    r.run();
                }
            });
        };
    }

    @Test
    void eachEventsJobsRunBeforeTheNextEvent() {
        events.loop = (JobLoop) loop;
        Collections.addAll(events.events, event("a"), event("b"), event("c", loop::stop));
        loop.runForever();
        loop.close();
        assertThat(log).containsExactly("event a", "job a", "event b", "job b", "event c", "job c");
    }

    @Test
    void whatAJobSchedulesWaitsForTheNextRound() {
        events.loop = (JobLoop) loop;
        Runnable more = () -> loop.callSoon(() -> log.add("more"));
        Collections.addAll(events.events, event("a", more), event("b", loop::stop));
        loop.runForever();
        loop.close();
        assertThat(log).containsExactly("event a", "job a", "event b", "more", "job b");
    }

    @Test
    void theRoundInWhichItIsStoppedIsTheLast() {
        events.loop = (JobLoop) loop;
        Collections.addAll(events.events, event("a", loop::stop), event("b"));
        loop.runForever();
        assertThat(log).containsExactly("event a", "job a", "event b");
        loop.stop(); // runs one round
        loop.runForever();
        loop.close();
        assertThat(log).containsExactly("event a", "job a", "event b", "job b");
    }

    @Test
    void inDebugModeTheRoundComesAfterAllEvents() {
        loop.setDebug(true);
        events.loop = (JobLoop) loop;
        Collections.addAll(events.events, event("a"), event("b", loop::stop));
        loop.runForever();
        loop.close();
        assertThat(log).containsExactly("event a", "event b", "job a", "job b");
    }

    @Test
    void noTaskIsCurrentInTheEventAfterIt() {
        events.loop = (JobLoop) loop;
        List<@Nullable Object> current = new ArrayList<>();
        Collections.addAll(events.events, event("a"), () -> current.add(Asyncio.currentTask()), event("b", loop::stop));
        loop.runForever();
        loop.close();
        assertThat(current).hasSize(1).containsOnlyNulls();
    }

    @Test
    void anEventThatAJobCausesWaits() {
        events.loop = (JobLoop) loop;
        Runnable causes = () -> {
            event("b", loop::stop).run();
            ((JobLoop) loop).runRoundInPoll();
            log.add("job a goes on");
        };
        events.events.add(event("a", causes));
        loop.runForever();
        loop.close();
        assertThat(log).containsExactly("event a", "job a", "event b", "job a goes on", "job b");
    }

    @Test
    void whatAJobThrowsLeavesTheLoop() {
        events.loop = (JobLoop) loop;
        Collections.addAll(events.events, event("a", () -> {
            throw new LoopExit("out");
        }));
        assertThatThrownBy(loop::runForever).isInstanceOf(LoopExit.class).hasMessage("out");
        loop.callSoon(loop::stop);
        loop.runForever(); // usable afterwards
        loop.close();
    }
}
