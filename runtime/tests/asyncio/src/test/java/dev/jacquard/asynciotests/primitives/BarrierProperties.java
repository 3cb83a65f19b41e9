package dev.jacquard.asynciotests.primitives;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncBarrier;
import dev.jacquard.BrokenBarrierError;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.schedules.Play;
import dev.jacquard.asynciotests.schedules.Schedule;
import dev.jacquard.asynciotests.schedules.ScheduleProperty;
import dev.jacquard.asynciotests.schedules.Step;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever tasks do, and whoever is cancelled when: nobody passes before all parties have come, nobody stays when they
 * have, or when the barrier is reset or aborted.
 */
class BarrierProperties {
    @ScheduleProperty
    void letsAllPartiesGoTogether(
            @ForAll("waiting") Schedule schedule, @ForAll @IntRange(min = 1, max = 4) int parties) {
        new BarrierPlay(parties).run(schedule);
    }

    @ScheduleProperty
    void resetAndAbortSendAllAway(
            @ForAll("breaking") Schedule schedule, @ForAll @IntRange(min = 1, max = 4) int parties) {
        new BarrierPlay(parties).run(schedule);
    }

    @Provide
    Arbitrary<Schedule> waiting() {
        return Schedule.arbitrary(3);
    }

    @Provide
    Arbitrary<Schedule> breaking() {
        return Schedule.arbitrary(6);
    }

    private static final class BarrierPlay extends Play {
        private final AsyncBarrier barrier;

        // the model
        private final int parties;
        private final Set<Integer> waiting = new TreeSet<>();

        /** Who waited when this instant began: they are inside. */
        private final Set<Integer> before = new TreeSet<>();

        /** How often somebody waited at this instant. */
        private int came;

        private final Set<Integer> indices = new HashSet<>();
        private boolean cancelled;
        private boolean brokenNow;
        private boolean aborted;

        /** Who was there when it was reset or aborted at this instant. */
        private final Set<Integer> sentAway = new TreeSet<>();

        BarrierPlay(int parties) {
            barrier = new AsyncBarrier(parties);
            this.parties = parties;
        }

        @Override
        @Async
        protected Coroutine<Void> perform(int actor, Step step) {
            switch (step.kind()) {
                case 3, 4 -> {
                    await(barrier.reset());
                    sendAway();
                    aborted = false;
                }
                case 5 -> {
                    await(barrier.abort());
                    sendAway();
                    aborted = true;
                }
                default -> {
                    boolean wasAborted = aborted;
                    waiting.add(actor);
                    came++;
                    try {
                        passed(await(patiently(actor, step, barrier.waitAsync())));
                        check(waiting.contains(actor), actor + " passed though it was cancelled");
                    } catch (BrokenBarrierError e) {
                        check(brokenNow || wasAborted, actor + " was sent away for nothing");
                        check(waiting.contains(actor), actor + " was cancelled");
                    } finally {
                        waiting.remove(actor);
                        before.remove(actor);
                        sentAway.remove(actor);
                    }
                }
            }
            return Coroutine.done();
        }

        private void sendAway() {
            brokenNow = true;
            sentAway.addAll(before);
            sentAway.retainAll(waiting);
        }

        private void passed(int index) {
            check(index >= 0 && index < parties, "index " + index);
            check(came >= parties, "passed, and only " + came + " have come");
            // as in CPython: one that was cancelled, or a second group at the same instant, may
            // have had it, too
            boolean isNew = indices.add(index);
            check(isNew || cancelled || came >= 2 * parties, "again index " + index);
        }

        @Override
        protected void cancelling(int actor) {
            if (waiting.remove(actor)) {
                cancelled = true;
                sentAway.remove(actor);
            }
        }

        @Override
        protected Collection<Integer> waiting() {
            return waiting;
        }

        @Override
        protected void quiet() {
            check(sentAway.isEmpty(), sentAway + " should have been sent away");
            check(waiting.size() < parties, waiting + " wait for " + parties);
            check(!aborted || waiting.isEmpty(), waiting + " wait for an aborted barrier");
            check(barrier.isBroken() == aborted, barrier);
            check(barrier.nWaiting() == waiting.size(), barrier + " with " + waiting);
            before.clear();
            before.addAll(waiting);
            came = waiting.size();
            indices.clear();
            cancelled &= !waiting.isEmpty();
            brokenNow = false;
        }

        @Override
        protected void ended() {
            String state = aborted ? "broken" : "filling, waiters:0/" + parties;
            check(barrier.toString().equals("AsyncBarrier[" + state + "]"), barrier);
        }
    }
}
