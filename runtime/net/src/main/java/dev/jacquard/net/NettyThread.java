package dev.jacquard.net;

import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.internal.InternalThreadLocalMap;

/**
 * What Netty keeps on the threads of loops (caches of buffers, above all): with the last loop that used it there it
 * goes, unless others used Netty on that thread before.
 */
final class NettyThread {
    /** How many loops are open that use this thread; none where Netty was used before. */
    private static final FastThreadLocal<Integer> LOOPS = new FastThreadLocal<>();

    private NettyThread() {}

    /** A loop begins to use the current thread. Before it does anything with Netty. */
    static void enter() {
        if (InternalThreadLocalMap.getIfSet() == null) {
            LOOPS.set(1);
        } else if (LOOPS.isSet()) {
            LOOPS.set(LOOPS.get() + 1);
        }
    }

    /** It is closed. */
    static void leave() {
        if (!LOOPS.isSet()) {
            return;
        }
        int others = LOOPS.get() - 1;
        if (others > 0) {
            LOOPS.set(others);
        } else {
            FastThreadLocal.removeAll();
        }
    }
}
