package dev.jacquard.asynciotests.primitives;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncLock;
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

/**
 * Whatever tasks do, and whoever is cancelled when: one at a time has the lock, those that wait and are not cancelled
 * get it in the order in which they came, and nobody waits for a free lock.
 */
class LockProperties {
    @ScheduleProperty
    void behavesLikeItsModel(@ForAll("schedules") Schedule schedule) {
        new LockPlay().run(schedule);
    }

    @Provide
    Arbitrary<Schedule> schedules() {
        return Schedule.arbitrary(3);
    }

    private static final class LockPlay extends Play {
        private final AsyncLock lock = new AsyncLock();

        // the model
        private int holder = -1;
        private final Deque<Integer> waiting = new ArrayDeque<>();

        @Override
        @Async
        protected Coroutine<Void> perform(int actor, Step step) {
            waiting.add(actor);
            switch (step.kind()) {
                case 0 -> {
                    await(patiently(actor, step, lock.acquire()));
                    got(actor);
                    try {
                        await(hold(step));
                    } finally {
                        released(actor);
                        lock.release();
                    }
                }
                case 1 -> {
                    try (var held = await(patiently(actor, step, lock.acquire()))) {
                        got(actor);
                        try {
                            await(hold(step));
                        } finally {
                            released(actor);
                        }
                    }
                }
                default ->
                    await(patiently(actor, step, lock.with(() -> {
                        got(actor);
                        try {
                            await(hold(step));
                        } finally {
                            released(actor);
                        }
                        return Coroutine.done();
                    })));
            }
            return Coroutine.done();
        }

        private void got(int actor) {
            check(holder < 0, actor + " got the lock of " + holder);
            check(!waiting.isEmpty() && waiting.remove() == actor, actor + " jumped the queue");
            check(lock.isLocked(), "not locked");
            holder = actor;
        }

        private void released(int actor) {
            check(holder == actor, actor + " released the lock of " + holder);
            holder = -1;
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
            check(holder >= 0 || waiting.isEmpty(), waiting + " wait for a free lock");
            check(lock.isLocked() == holder >= 0, lock);
        }

        @Override
        protected void ended() {
            check(lock.toString().equals("AsyncLock[unlocked]"), lock);
        }
    }
}
