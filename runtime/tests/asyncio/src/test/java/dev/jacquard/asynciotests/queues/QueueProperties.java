package dev.jacquard.asynciotests.queues;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncLifoQueue;
import dev.jacquard.AsyncPriorityQueue;
import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.QueueEmpty;
import dev.jacquard.QueueFull;
import dev.jacquard.QueueShutDown;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.schedules.Play;
import dev.jacquard.asynciotests.schedules.Schedule;
import dev.jacquard.asynciotests.schedules.ScheduleProperty;
import dev.jacquard.asynciotests.schedules.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever tasks do, and whoever is cancelled when: items come out in the queue's order and none is lost, no more than
 * fit are in it, nobody waits without need, and those that wait are served in the order in which they came as long as
 * nobody else takes what was meant for them.
 */
class QueueProperties {
    @ScheduleProperty
    void firstInFirstOut(@ForAll("schedules") Schedule schedule, @ForAll @IntRange(max = 2) int maxSize) {
        new QueuePlay(new AsyncQueue<>(maxSize), items -> 0, false).run(schedule);
    }

    @ScheduleProperty
    void lastInFirstOut(@ForAll("schedules") Schedule schedule, @ForAll @IntRange(max = 2) int maxSize) {
        new QueuePlay(new AsyncLifoQueue<>(maxSize), items -> items.size() - 1, false).run(schedule);
    }

    @ScheduleProperty
    void leastFirst(@ForAll("schedules") Schedule schedule, @ForAll @IntRange(max = 2) int maxSize) {
        new QueuePlay(new AsyncPriorityQueue<>(maxSize), items -> items.indexOf(Collections.min(items)), false)
                .run(schedule);
    }

    @ScheduleProperty
    void shutDown(@ForAll("schedules") Schedule schedule, @ForAll @IntRange(max = 2) int maxSize) {
        new QueuePlay(new AsyncQueue<>(maxSize), items -> 0, true).run(schedule);
    }

    @Provide
    Arbitrary<Schedule> schedules() {
        return Schedule.arbitrary(10);
    }

    /** Which item comes next. */
    private interface Order {
        int next(List<Integer> items);
    }

    private static final class QueuePlay extends Play {
        private final AsyncQueue<Integer> queue;
        private final boolean canShutDown;

        // the model
        private final Order order;
        private final List<Integer> items = new ArrayList<>();
        private final Line getters = new Line();
        private final Line putters = new Line();
        private final TreeSet<Integer> joiners = new TreeSet<>();
        private int numbers;
        private int unfinished;
        private boolean shutDown;
        private boolean finishedNow;

        QueuePlay(AsyncQueue<Integer> queue, Order order, boolean canShutDown) {
            this.queue = queue;
            this.order = order;
            this.canShutDown = canShutDown;
        }

        private boolean isFull() {
            return queue.maxSize() > 0 && items.size() >= queue.maxSize();
        }

        @Override
        @Async
        protected Coroutine<Void> perform(int actor, Step step) {
            try {
                switch (step.kind()) {
                    case 0, 1, 2 -> await(get(actor, step));
                    case 3, 4, 5 -> await(put(actor, step));
                    case 6 -> getNowait();
                    case 7 -> putNowait(numbers++ % 7);
                    case 8 -> await(join(actor, step));
                    default -> {
                        if (canShutDown) {
                            shutDown(step.hold() == 3);
                        } else {
                            getNowait();
                            putNowait(numbers++ % 7);
                        }
                    }
                }
            } catch (QueueShutDown e) {
                check(shutDown, "not shut down");
            }
            return Coroutine.done();
        }

        @Async
        private Coroutine<Void> get(int actor, Step step) {
            boolean waits = items.isEmpty() && !shutDown;
            getters.come(actor, waits);
            int item;
            try {
                item = await(patiently(actor, step, queue.get()));
            } finally {
                getters.left(actor);
            }
            getters.served(actor, waits);
            taken(item);
            if (step.kind() != 0) {
                await(hold(step));
            }
            unfinished--;
            finishedNow |= unfinished == 0;
            queue.taskDone();
            return Coroutine.done();
        }

        @Async
        private Coroutine<Void> put(int actor, Step step) {
            boolean waits = isFull() && !shutDown;
            putters.come(actor, waits);
            int item = numbers++ % 7;
            try {
                await(patiently(actor, step, queue.put(item)));
            } finally {
                putters.left(actor);
            }
            putters.served(actor, waits);
            added(item);
            return Coroutine.done();
        }

        private void getNowait() {
            try {
                taken(queue.getNowait());
                getters.jumped();
                unfinished--;
                finishedNow |= unfinished == 0;
                queue.taskDone();
            } catch (QueueEmpty e) {
                check(items.isEmpty(), items + " are there");
            }
        }

        private void putNowait(int item) {
            try {
                queue.putNowait(item);
                putters.jumped();
                added(item);
            } catch (QueueFull e) {
                check(isFull(), items + " leave room");
            }
        }

        private void taken(int item) {
            check(!items.isEmpty(), "no item is there, but it got " + item);
            int expected = items.remove(order.next(items));
            check(item == expected, "got " + item + " instead of " + expected);
        }

        private void added(int item) {
            check(!isFull(), "put into a full queue");
            check(!shutDown, "put after shutdown");
            items.add(item);
            unfinished++;
        }

        @Async
        private Coroutine<Void> join(int actor, Step step) {
            boolean waits = unfinished > 0;
            joiners.add(actor);
            await(patiently(actor, step, queue.join()));
            check(finishedNow || !waits, "joined, but " + unfinished + " are not done");
            check(joiners.remove(actor), actor + " was cancelled");
            return Coroutine.done();
        }

        private void shutDown(boolean immediate) {
            shutDown = true;
            queue.shutdown(immediate);
            if (immediate) {
                unfinished -= items.size();
                items.clear();
                finishedNow |= unfinished == 0;
            }
        }

        @Override
        protected void cancelling(int actor) {
            getters.cancelled(actor);
            putters.cancelled(actor);
            joiners.remove(actor);
        }

        @Override
        protected Collection<Integer> waiting() {
            List<Integer> all = new ArrayList<>(putters.waiting);
            all.addAll(getters.waiting);
            return all;
        }

        @Override
        protected void quiet() {
            check(items.isEmpty() || getters.isEmpty(), getters + " wait for " + items);
            check(isFull() || putters.isEmpty(), putters + " wait, but only " + items);
            check(!shutDown || getters.isEmpty() && putters.isEmpty(), "wait after shutdown");
            check(unfinished > 0 || joiners.isEmpty(), joiners + " wait for nothing");
            check(!finishedNow || joiners.isEmpty() || unfinished > 0, joiners + " wait");
            check(queue.size() == items.size(), queue + " with " + items);
            check(queue.isFull() == isFull() && queue.isEmpty() == items.isEmpty(), queue);
            getters.quiet();
            putters.quiet();
            finishedNow = false;
        }

        @Override
        protected void ended() {
            String s = queue.toString();
            check(!s.contains("getters") && !s.contains("putters") && !s.contains("joiners"), s);
            check(s.contains("tasks:" + unfinished) || unfinished == 0, s);
            while (!items.isEmpty()) {
                taken(queue.getNowait());
            }
            check(queue.isEmpty(), queue);
        }
    }

    /** The model of those that wait for one side of the queue. */
    private static final class Line {
        private final Queue<Integer> waiting = new ArrayDeque<>();
        private final List<Integer> servedNow = new ArrayList<>();

        /** Those that waited when this instant began, in order. */
        private List<Integer> before = new ArrayList<>();

        private boolean jumpedNow;

        /** Those of which some were woken in vain, and stand at the end of the queue again. */
        private final TreeSet<Integer> unordered = new TreeSet<>();

        void come(int actor, boolean waits) {
            waiting.add(actor);
            jumpedNow |= !waits; // it may have taken what one that was woken will not find
        }

        void left(int actor) {
            waiting.remove(actor);
            unordered.remove(actor);
        }

        void served(int actor, boolean waited) {
            if (waited) {
                servedNow.add(actor);
            }
        }

        void jumped() {
            jumpedNow = true;
        }

        void cancelled(int actor) {
            waiting.remove(actor);
            before.remove((Integer) actor); // it may come again, to the end
        }

        boolean isEmpty() {
            return waiting.isEmpty();
        }

        void quiet() {
            if (jumpedNow) {
                unordered.addAll(waiting);
            } else {
                List<Integer> expected = new ArrayList<>(before);
                expected.removeIf(a -> !waiting.contains(a) && !servedNow.contains(a));
                List<Integer> actual = new ArrayList<>(servedNow);
                actual.retainAll(expected);
                check(expected.subList(0, actual.size()).equals(actual), actual);
            }
            servedNow.clear();
            jumpedNow = false;
            before = new ArrayList<>(waiting);
            before.removeAll(unordered);
        }

        private static void check(boolean inOrder, Object served) {
            if (!inOrder) {
                throw new AssertionError("not in order: " + served);
            }
        }

        @Override
        public String toString() {
            return waiting.toString();
        }
    }
}
