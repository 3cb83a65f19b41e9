package dev.jacquard.samples.kv.data;

import java.util.PriorityQueue;
import java.util.function.ObjLongConsumer;

/** When keys expire, the earliest first. */
final class Deadlines {
    private final PriorityQueue<Deadline> queue = new PriorityQueue<>();

    private record Deadline(long when, Key key) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            return Long.compare(when, other.when);
        }
    }

    void add(long when, Key key) {
        queue.add(new Deadline(when, key));
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Also those that hold no more, as the key was removed or got another one. */
    int size() {
        return queue.size();
    }

    void clear() {
        queue.clear();
    }

    /** Takes all that are due; who gets them knows whether they still hold. */
    void takeDue(long now, ObjLongConsumer<Key> taker) {
        for (Deadline d = queue.peek(); d != null && d.when <= now; d = queue.peek()) {
            queue.remove();
            taker.accept(d.key, d.when);
        }
    }
}
