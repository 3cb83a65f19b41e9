package dev.jacquard.subprocess;

import dev.jacquard.EventLoop;
import dev.jacquard.OutsideWork;
import org.jspecify.annotations.Nullable;

/**
 * Tells the loop whether a process will certainly be heard of. It will, while something of it has not ended, unless it
 * may be waiting for us. On the loop's thread.
 */
final class Attention {
    private final EventLoop loop;
    private int running;
    private int waitingForUs;
    private boolean certain;
    private @Nullable OutsideWork token;

    Attention(EventLoop loop) {
        this.loop = loop;
    }

    /** One more thing, or one less, will be heard of. */
    void running(int difference) {
        running += difference;
        update();
    }

    /** One more thing, or one less, for which the process may be waiting. */
    void waitingForUs(int difference) {
        waitingForUs += difference;
        update();
    }

    private void update() {
        OutsideWork before = token;
        boolean wanted = waitingForUs == 0;
        if (running > 0 && before != null && wanted == certain) {
            return;
        }
        certain = wanted;
        token = running == 0 ? null : wanted ? loop.outsideWork() : loop.outsideSource();
        if (before != null) {
            before.close();
        }
    }
}
