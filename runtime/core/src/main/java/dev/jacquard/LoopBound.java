package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * What belongs to one loop, namely the one that runs when something waits here for the first time. asyncio's
 * {@code _LoopBoundMixin}.
 */
abstract class LoopBound {
    private @Nullable BaseEventLoop loop;

    /** Who is named by tasks that wait here: this, or what it is a part of. */
    private final Object shownAs;

    LoopBound() {
        shownAs = this;
    }

    LoopBound(Object shownAs) {
        this.shownAs = shownAs;
    }

    /** The running loop, to which this is bound from now on. */
    final BaseEventLoop bind() {
        BaseEventLoop bound = loop;
        return bound != null && bound.isHere() ? bound : bindToRunning();
    }

    private BaseEventLoop bindToRunning() {
        BaseEventLoop running = Current.loop("Waiting for " + shownAs);
        BaseEventLoop bound = loop;
        if (bound == null) {
            loop = running;
        } else if (bound != running) {
            throw new IllegalStateException(shownAs
                    + " belongs to another loop: something has waited for it on "
                    + bound
                    + ", it cannot be waited for on "
                    + running
                    + ". Make one for each loop; from another thread use"
                    + " callSoonThreadSafe or runCoroutineThreadSafe.");
        }
        return running;
    }

    /** Debug mode: throws if its loop runs on another thread than this. */
    final void checkThread() {
        if (Observer.listening) {
            BaseEventLoop bound = loop;
            if (bound != null) {
                bound.checkUse(shownAs);
            }
        }
    }

    /** The task without which nobody goes on who waits here; null if that is not known. */
    @Nullable
    Task<?> holder() {
        return null;
    }

    /** To be called when that is another one, or none. */
    final void tellHolder(@Nullable Task<?> holder) {
        BaseEventLoop running = Current.runningLoop();
        if (running != null && running.observed) {
            running.observer.holderChanged(shownAs, holder);
        }
    }

    final Object shownAs() {
        return shownAs;
    }
}
