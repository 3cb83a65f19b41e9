package dev.jacquard.benchmarks.limit;

/**
 * The future of one that waits for a lock or a queue. What asyncio's {@code acquire}, {@code get} and {@code put} do
 * after their await is done by {@link #take}, so they need no frame.
 */
abstract class Waiter extends Future {
    Waiter next;

    Waiter(Loop loop) {
        super(loop);
    }

    /** FIFO, linked through the waiters. */
    static final class Line {
        private Waiter first;
        private Waiter last;

        void add(Waiter w) {
            if (first == null) {
                first = w;
            } else {
                last.next = w;
            }
            last = w;
        }

        Waiter first() {
            return first;
        }

        Waiter poll() {
            Waiter w = first;
            if (w != null) {
                first = w.next;
                w.next = null;
            }
            return w;
        }

        void remove(Waiter w) {
            if (first == w) {
                poll();
                return;
            }
            for (Waiter p = first; p != null; p = p.next) {
                if (p.next == w) {
                    p.next = w.next;
                    w.next = null;
                    if (last == w) {
                        last = p;
                    }
                    return;
                }
            }
        }
    }
}
