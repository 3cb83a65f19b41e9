package dev.jacquard.benchmarks.limit;

/** The parameter of all bodies, the trampoline, the job and the future, all in one. */
final class Task extends Future {
    private Frame current; // innermost frame; all others hang on its parent links
    Future waitingOn;
    Task previous;
    Task next;
    private boolean mustCancel;
    private int cancelRequests;

    Task(Loop loop, Frame start) {
        super(loop);
        this.current = start;
        loop.add(this);
        loop.ready(this);
    }

    /** A direct call is left: innermost first, every call on the stack hands in its new frame. */
    Object push(Frame f) {
        Loop l = loop;
        Frame o = l.oldest;
        if (o == null) {
            l.newest = f;
        } else {
            o.parent = f;
        }
        l.oldest = f;
        return Frame.SUSPENDED;
    }

    /** A resumed frame suspends again: it stays where it is, what was pushed goes on top of it. */
    Object again(Frame self) {
        Loop l = loop;
        Frame o = l.oldest;
        if (o != null) {
            o.parent = self;
            current = l.newest;
            l.newest = null;
            l.oldest = null;
        } else if (current != self) {
            current = self;
        }
        return Frame.SUSPENDED;
    }

    @Override
    void run() {
        if (state != PENDING) {
            super.run();
            return;
        }
        Object v = null;
        Frame f = current;
        Future w = waitingOn;
        if (w != null || mustCancel) {
            v = awaited(w);
            if (v == Frame.SUSPENDED) {
                return;
            }
            if (f.state == 0) { // cancelled before its first step: it never runs
                finish(v);
                return;
            }
        }
        for (; ; ) {
            try {
                v = f.resume(this, v);
                if (v == Frame.SUSPENDED) {
                    if (mustCancel) {
                        cancelAwaited();
                    }
                    return;
                }
            } catch (Throwable t) {
                v = new Failure(t);
            }
            f = f.parent;
            if (f == null) {
                finish(v);
                return;
            }
        }
    }

    private Object awaited(Future w) {
        Failure cancellation = null;
        if (mustCancel) {
            mustCancel = false;
            cancellation = new Failure(new Cancelled((String) result));
        }
        if (w == null) {
            return cancellation;
        }
        waitingOn = null;
        return w.take(this, cancellation);
    }

    private void finish(Object v) {
        current = null;
        loop.remove(this);
        if (v instanceof Failure f) {
            if (f.cause instanceof Cancelled e) {
                complete(CANCELLED, e);
            } else {
                complete(FAILED, f);
            }
        } else if (mustCancel) { // cancelled right before it returned
            complete(CANCELLED, result);
        } else {
            complete(DONE, v);
        }
    }

    @Override
    boolean cancel(String message) {
        if (state != PENDING) {
            return false;
        }
        cancelRequests++;
        Future w = waitingOn;
        if (w == null || !w.cancel(message)) {
            mustCancel = true;
            result = message;
        }
        return true;
    }

    /** It has cancelled itself while it ran. */
    private void cancelAwaited() {
        Future w = waitingOn;
        if (w != null && w.cancel((String) result)) {
            mustCancel = false;
        }
    }

    int cancelling() {
        return cancelRequests;
    }

    // ---- sleep

    static Object yieldNow(Task c) {
        c.loop.ready(c);
        return Frame.SUSPENDED;
    }

    static Object sleep(long nanos, Task c) {
        if (nanos <= 0) {
            return yieldNow(c);
        }
        Loop l = c.loop;
        Sleep s = new Sleep(l);
        l.at(l.nanos() + nanos, s);
        return await(s, c);
    }

    /** The timer of a sleep, and the future that it completes. */
    private static final class Sleep extends Future {
        Sleep(Loop loop) {
            super(loop);
        }

        @Override
        void run() {
            if (state == PENDING) {
                setResult(null);
            }
        }

        @Override
        boolean isDropped() {
            return state != PENDING;
        }
    }
}
