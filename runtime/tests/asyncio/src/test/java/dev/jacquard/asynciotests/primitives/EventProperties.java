package dev.jacquard.asynciotests.primitives;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.schedules.Play;
import dev.jacquard.asynciotests.schedules.Schedule;
import dev.jacquard.asynciotests.schedules.ScheduleProperty;
import dev.jacquard.asynciotests.schedules.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/**
 * Whatever tasks do, and whoever is cancelled when: who waits when the event is set goes on, in the order in which they
 * came, even if it is cleared at once; nobody else does.
 */
class EventProperties {
    @ScheduleProperty
    void behavesLikeItsModel(@ForAll("schedules") Schedule schedule) {
        new EventPlay().run(schedule);
    }

    @Provide
    Arbitrary<Schedule> schedules() {
        return Schedule.arbitrary(6);
    }

    private static final class EventPlay extends Play {
        private final AsyncEvent event = new AsyncEvent();

        // the model
        private boolean set;
        private final Deque<Integer> waiting = new ArrayDeque<>();
        private final Deque<Integer> woken = new ArrayDeque<>();

        @Override
        @Async
        protected Coroutine<Void> perform(int actor, Step step) {
            if (step.kind() == 0) {
                event.clear();
                set = false;
            }
            if (step.kind() <= 1) {
                event.set();
                set = true;
                woken.addAll(waiting);
                waiting.clear();
            }
            if (step.kind() <= 2) {
                event.clear();
                set = false;
            }
            if (step.kind() > 2) {
                (set ? woken : waiting).add(actor);
                boolean wasSet = set;
                await(patiently(actor, step, event.waitAsync()));
                check(wasSet ? woken.remove(actor) : woken.peek() == actor, actor + " went on");
                woken.remove(actor);
            }
            return Coroutine.done();
        }

        @Override
        protected void cancelling(int actor) {
            waiting.remove(actor);
            woken.remove(actor);
        }

        @Override
        protected Collection<Integer> waiting() {
            List<Integer> all = new ArrayList<>(woken);
            all.addAll(waiting);
            return all;
        }

        @Override
        protected void quiet() {
            check(woken.isEmpty(), woken + " were not woken");
            check(event.isSet() == set, event);
        }

        @Override
        protected void ended() {
            check(event.toString().equals(set ? "AsyncEvent[set]" : "AsyncEvent[unset]"), event);
        }
    }
}
