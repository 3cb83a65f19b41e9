package dev.jacquard.asynciotests.queues;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncLifoQueue;
import dev.jacquard.AsyncPriorityQueue;
import dev.jacquard.AsyncQueue;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderedQueuesTest {
    private record Job(long priority, int number) {}

    private static <E> List<E> drain(AsyncQueue<E> queue) {
        List<E> items = new ArrayList<>();
        while (!queue.isEmpty()) {
            items.add(queue.getNowait());
        }
        return items;
    }

    @Test
    void lastInFirstOut() {
        AsyncLifoQueue<String> queue = new AsyncLifoQueue<>(3);
        queue.putNowait("a");
        queue.putNowait(null);
        queue.putNowait("c");
        assertThat(queue.isFull()).isTrue();
        assertThat(drain(queue)).containsExactly("c", null, "a");
        assertThat(queue.toString()).isEqualTo("AsyncLifoQueue[size:0, maxSize:3, tasks:3]");
    }

    @Test
    void leastFirstInNaturalOrder() {
        AsyncPriorityQueue<Integer> queue = new AsyncPriorityQueue<>();
        for (int i = 0; i < 100; i++) {
            queue.putNowait(i * 37 % 100);
        }
        assertThat(drain(queue)).isSorted().hasSize(100);
    }

    @AsyncTest
    void leastFirstByComparator() {
        AsyncPriorityQueue<String> queue = new AsyncPriorityQueue<>(2, Comparator.comparing(String::length));
        await(queue.put("long"));
        await(queue.put("mid"));
        createTask(queue.put("s"));
        await(sleep(1));
        assertThat(await(queue.get())).isEqualTo("mid");
        await(sleep(1));
        assertThat(await(queue.get())).isEqualTo("s");
    }

    @Test
    void equalOnesComeInTheOrderThatHeapqGives() {
        AsyncPriorityQueue<Job> queue = new AsyncPriorityQueue<>(Comparator.comparingLong(Job::priority));
        List<Integer> got = new ArrayList<>();
        int n = 0;
        long x = 12345;
        for (int step = 0; step < 60; step++) {
            x = (x * 1103515245 + 12345) % (1L << 31);
            if ((x >> 16) % 3 != 0) {
                queue.putNowait(new Job((x >> 8) % 4, n++));
            } else if (!queue.isEmpty()) {
                got.add(queue.getNowait().number());
            }
        }
        drain(queue).forEach(job -> got.add(job.number()));
        // computed with CPython 3.13's heapq
        assertThat(got)
                .containsExactly(
                        1, 2, 7, 5, 10, 3, 13, 18, 14, 16, 28, 29, 30, 33, 36, 34, 38, 35, 37, 24, 27, 21, 43, 17, 20,
                        41, 19, 15, 12, 31, 22, 26, 9, 8, 40, 11, 32, 25, 42, 6, 39, 4, 0, 23);
    }

    @Test
    void nullCannotBeOrdered() {
        AsyncPriorityQueue<Integer> queue = new AsyncPriorityQueue<>(1);
        assertThatThrownBy(() -> queue.putNowait(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("item: a priority queue cannot order null");
        queue.putNowait(1); // a full one refuses it, too, before it waits
        assertThatThrownBy(() -> OnVirtualTime.run(() -> queue.put(null))).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new AsyncPriorityQueue<>(0, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("order is null");
    }

    @Test
    void itemsThatAreNotComparableNeedAComparator() {
        AsyncPriorityQueue<Object> queue = new AsyncPriorityQueue<>();
        assertThatThrownBy(() -> queue.putNowait(new Object()))
                .isInstanceOf(ClassCastException.class)
                .hasMessage("A java.lang.Object is not Comparable: give the AsyncPriorityQueue a" + " Comparator");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void comparatorThatThrowsLosesNothing() {
        boolean[] broken = new boolean[1];
        AsyncPriorityQueue<Integer> queue = new AsyncPriorityQueue<>((a, b) -> {
            if (broken[0] && (a == 5 || b == 5)) {
                throw new IllegalArgumentException("five");
            }
            return Integer.compare(a, b);
        });
        for (int i = 9; i >= 0; i--) {
            queue.putNowait(i);
        }
        broken[0] = true;
        int refused = 0;
        for (int i = 0; i < 20; i++) {
            try {
                queue.putNowait(i % 2 == 0 ? 5 : -i);
                queue.getNowait();
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        broken[0] = false;
        int size = queue.size();
        assertThat(drain(queue)).isSorted().hasSize(size).contains(9, 8, 7, 6, 5);
    }
}
