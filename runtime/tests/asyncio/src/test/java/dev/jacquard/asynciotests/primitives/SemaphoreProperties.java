package dev.jacquard.asynciotests.primitives;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncBoundedSemaphore;
import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.schedules.Play;
import dev.jacquard.asynciotests.schedules.Schedule;
import dev.jacquard.asynciotests.schedules.ScheduleProperty;
import dev.jacquard.asynciotests.schedules.Step;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever tasks do, and whoever is cancelled when: no more permits are taken than there are, those that wait get them
 * in the order in which they came, none is lost, and nobody waits while there are some.
 */
class SemaphoreProperties {
    @ScheduleProperty
    void behavesLikeItsModel(@ForAll("schedules") Schedule schedule, @ForAll @IntRange(max = 3) int permits) {
        new SemaphorePlay(new AsyncSemaphore(permits), permits).run(schedule);
    }

    @ScheduleProperty
    void boundedOneBehavesLikeItsModel(@ForAll("releasing") Schedule schedule, @ForAll @IntRange(max = 3) int permits) {
        new SemaphorePlay(new AsyncBoundedSemaphore(permits), permits).run(schedule);
    }

    /** With steps that add permits. */
    @Provide
    Arbitrary<Schedule> schedules() {
        return Schedule.arbitrary(4);
    }

    @Provide
    Arbitrary<Schedule> releasing() {
        return Schedule.arbitrary(2);
    }

    private static final class SemaphorePlay extends Play {
        private final AsyncSemaphore semaphore;

        // the model
        private int permits;
        private final Deque<Integer> waiting = new ArrayDeque<>();

        SemaphorePlay(AsyncSemaphore semaphore, int permits) {
            this.semaphore = semaphore;
            this.permits = permits;
        }

        @Override
        @Async
        protected Coroutine<Void> perform(int actor, Step step) {
            if (step.kind() == 3) {
                for (int i = 0; i < step.hold(); i++) {
                    permits++;
                    semaphore.release();
                }
                return Coroutine.done();
            }
            waiting.add(actor);
            if (step.kind() == 0) {
                await(patiently(actor, step, semaphore.with(() -> {
                    got(actor);
                    try {
                        await(hold(step));
                    } finally {
                        permits++;
                    }
                    return Coroutine.done();
                })));
                return Coroutine.done();
            }
            await(patiently(actor, step, semaphore.acquire()));
            got(actor);
            try {
                await(hold(step));
            } finally {
                permits++;
                semaphore.release();
            }
            return Coroutine.done();
        }

        private void got(int actor) {
            check(permits-- > 0, actor + " got a permit that is not there");
            check(!waiting.isEmpty() && waiting.remove() == actor, actor + " jumped the queue");
        }

        @Override
        protected void cancelling(int actor) {
            waiting.remove(actor);
        }

        @Override
        protected Collection<Integer> waiting() {
            return waiting;
        }

        @Override
        protected void quiet() {
            check(permits == 0 || waiting.isEmpty(), waiting + " wait for " + permits + " permits");
            check(semaphore.isLocked() == (permits == 0), semaphore + " of " + permits);
        }

        @Override
        protected void ended() {
            String state = permits == 0 ? "[locked]" : "[unlocked, permits:" + permits + "]";
            check(semaphore.toString().endsWith(state), semaphore + " of " + permits);
        }
    }
}
