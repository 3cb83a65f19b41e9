package dev.jacquard.loop;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A poller that only parks. */
final class ParkPoller implements Poller {
    // Each side writes its own field before it reads the other's, so that one of them sees the
    // other.
    private volatile @Nullable Thread parked;
    private volatile boolean woken;

    @Override
    public void poll(long timeoutNanos) {
        if (timeoutNanos == 0) {
            return;
        }
        parked = Thread.currentThread();
        if (!woken) {
            if (timeoutNanos < 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, timeoutNanos);
            }
        }
        parked = null;
        woken = false; // a wake-up that is lost here is none: the loop looks into its inbox after
        // polling
    }

    @Override
    public void wakeup() {
        woken = true;
        Thread thread = parked;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public boolean hasEvents() {
        return false;
    }
}
