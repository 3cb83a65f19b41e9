package dev.jacquard.net;

import org.jspecify.annotations.Nullable;

/** The thread of a loop that uses Netty: the first one that does. */
final class OneThread {
    private volatile @Nullable Thread thread;

    /**
     * Whether this is the first use, and this thread is the one from now on.
     *
     * @throws IllegalStateException on another thread than that of the first use
     */
    boolean begins() {
        Thread here = Thread.currentThread();
        Thread t = thread;
        if (t == null) {
            thread = here;
            NettyThread.enter();
            return true;
        }
        if (here != t) {
            throw new IllegalStateException("A loop that has used the network stays on its thread. It has used it on \""
                    + t.getName()
                    + "\" and is now run or closed on \""
                    + here.getName()
                    + "\".");
        }
        return false;
    }

    boolean is(Thread other) {
        return thread == other;
    }
}
