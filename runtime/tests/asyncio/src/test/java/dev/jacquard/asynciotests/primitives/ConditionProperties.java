package dev.jacquard.asynciotests.primitives;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCondition;
import dev.jacquard.CancelledError;
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
 * Whatever tasks do, and whoever is cancelled when: one at a time has the lock, also after waiting and after being
 * cancelled; each signal reaches the first that waits and is not cancelled.
 */
class ConditionProperties {
    @ScheduleProperty
    void behavesLikeItsModel(@ForAll("schedules") Schedule schedule) {
        new ConditionPlay().run(schedule);
    }

    @Provide
    Arbitrary<Schedule> schedules() {
        return Schedule.arbitrary(7);
    }

    private static final class ConditionPlay extends Play {
        private final AsyncCondition condition = new AsyncCondition();

        // the model
        private int holder = -1;
        private final Deque<Integer> acquiring = new ArrayDeque<>();
        private final Deque<Integer> waiting = new ArrayDeque<>();
        private final Deque<Integer> signalled = new ArrayDeque<>();

        @Override
        @Async
        protected Coroutine<Void> perform(int actor, Step step) {
            acquiring.add(actor);
            try (var held = await(condition.acquire())) {
                check(acquiring.remove() == actor, actor + " jumped the queue");
                locked(actor);
                try {
                    switch (step.kind()) {
                        case 0 -> signal(1);
                        case 1 -> signal(step.hold());
                        case 2 -> {
                            condition.signalAll();
                            signalledInModel(waiting.size());
                        }
                        default -> await(waitForSignal(actor, step));
                    }
                    await(hold(step));
                } finally {
                    check(holder == actor, actor + " is to release, but it is " + holder);
                    holder = -1;
                }
            }
            return Coroutine.done();
        }

        private void signal(int n) {
            condition.signal(n);
            signalledInModel(n);
        }

        private void signalledInModel(int n) {
            for (int i = 0; i < n && !waiting.isEmpty(); i++) {
                signalled.add(waiting.remove());
            }
        }

        @Async
        private Coroutine<Void> waitForSignal(int actor, Step step) {
            waiting.add(actor);
            holder = -1;
            await(patiently(actor, step, untilSignalled(actor)));
            check(!signalled.isEmpty() && signalled.remove() == actor, actor + " was not signalled");
            return Coroutine.done();
        }

        @Async
        private Coroutine<Void> untilSignalled(int actor) {
            try {
                await(condition.waitAsync());
                locked(actor);
            } catch (CancelledError e) {
                check(!waiting.contains(actor), actor + " was not cancelled");
                check(!signalled.contains(actor), actor + " was signalled and not cancelled");
                locked(actor);
                signalledInModel(1); // as CPython does: it might have been signalled
                throw e;
            }
            return Coroutine.done();
        }

        private void locked(int actor) {
            check(holder < 0, actor + " has got the lock of " + holder);
            check(condition.isLocked(), condition);
            holder = actor;
        }

        @Override
        protected void cancelling(int actor) {
            acquiring.remove(actor);
            waiting.remove(actor);
            signalled.remove(actor);
        }

        @Override
        protected Collection<Integer> waiting() {
            List<Integer> all = new ArrayList<>(signalled);
            all.addAll(waiting);
            return all;
        }

        @Override
        protected void quiet() {
            check(holder >= 0 || acquiring.isEmpty(), acquiring + " wait for a free lock");
            check(holder >= 0 || signalled.isEmpty(), signalled + " were signalled");
            check(condition.isLocked() == holder >= 0, condition);
        }

        @Override
        protected void ended() {
            check(condition.toString().equals("AsyncCondition[unlocked]"), condition);
        }
    }
}
