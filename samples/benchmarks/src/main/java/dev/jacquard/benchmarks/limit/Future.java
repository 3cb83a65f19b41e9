package dev.jacquard.benchmarks.limit;

import java.util.ArrayList;
import java.util.List;

/** A future with any number of callbacks, told by way of the ready queue. */
class Future extends Job {
    static final byte PENDING = 0;
    static final byte DONE = 1;
    static final byte FAILED = 2;
    static final byte CANCELLED = 3;

    final Loop loop;
    private Object callbacks; // null, a job (a waiting task), a Gather to be told, or a list of jobs
    Object result; // value, Failure, or the cancellation: its message, or the error itself
    byte state;

    Future(Loop loop) {
        this.loop = loop;
    }

    /** {@code await future}. */
    static Object await(Future f, Task c) {
        if (f.state != PENDING) {
            return f.get();
        }
        c.waitingOn = f;
        f.addCallback(c);
        return Frame.SUSPENDED;
    }

    final Object get() {
        if (state != DONE) {
            Failure.check(failure());
        }
        return result;
    }

    /** Why there is no result. The error by which a task ended is handed out once. */
    final Failure failure() {
        if (state == FAILED) {
            return (Failure) result;
        }
        if (result instanceof Cancelled e) {
            result = null;
            return new Failure(e);
        }
        return new Failure(new Cancelled((String) result));
    }

    /**
     * What a task that waited for it is resumed with.
     *
     * @param cancellation what the task is to get instead, or null
     */
    Object take(Task c, Failure cancellation) {
        if (state == DONE) {
            return cancellation == null ? result : cancellation;
        }
        Failure own = failure();
        return cancellation == null || own.cause instanceof Cancelled ? own : cancellation;
    }

    final void complete(byte newState, Object newResult) {
        state = newState;
        result = newResult;
        Object c = callbacks;
        if (c == null) {
            return;
        }
        if (c instanceof Gather) {
            loop.ready(this); // run() tells it
            return;
        }
        callbacks = null;
        if (c instanceof Job j) {
            loop.ready(j);
        } else {
            for (Object j : (ArrayList<?>) c) {
                loop.ready((Job) j);
            }
        }
    }

    @Override
    void run() {
        Gather g = (Gather) callbacks;
        callbacks = null;
        g.told(this);
    }

    final void setResult(Object v) {
        complete(DONE, v);
    }

    final void setException(Throwable t) {
        complete(FAILED, new Failure(t));
    }

    boolean cancel(String message) {
        if (state != PENDING) {
            return false;
        }
        complete(CANCELLED, message);
        return true;
    }

    final void addCallback(Job j) {
        if (state != PENDING) {
            loop.ready(j);
            return;
        }
        Object c = callbacks;
        if (c == null) {
            callbacks = j;
        } else {
            list(c).add(j);
        }
    }

    final void addGather(Gather g) {
        if (callbacks == null) {
            callbacks = g;
        } else {
            list(callbacks).add(new Gather.Child(g, this));
        }
    }

    @SuppressWarnings("unchecked")
    private List<Job> list(Object c) {
        if (c instanceof ArrayList) {
            return (ArrayList<Job>) c;
        }
        List<Job> list = new ArrayList<>(4);
        list.add(c instanceof Gather g ? new Gather.Child(g, this) : (Job) c);
        callbacks = list;
        return list;
    }
}
