package dev.jacquard.benchmarks.limit;

/** {@code gather}: counts its children as they tell it. */
final class Gather extends Future {
    private final Future[] children;
    private int finished;
    private boolean cancelRequested;

    /** Its array is the gather's from now on. */
    Gather(Loop loop, Future[] children) {
        super(loop);
        this.children = children;
        int done = 0;
        for (Future f : children) {
            if (f.state == PENDING) {
                f.addGather(this);
            } else {
                done++;
            }
        }
        if (done > 0) {
            tellDone();
        }
    }

    private void tellDone() {
        for (Future f : children) {
            if (f.state != PENDING) {
                told(f);
            }
        }
    }

    void told(Future child) {
        finished++;
        if (state != PENDING) {
            return;
        }
        if (child.state != DONE) {
            complete(FAILED, child.failure());
            return;
        }
        Future[] fs = children;
        if (finished == fs.length) {
            if (cancelRequested) {
                setException(new Cancelled(null));
                return;
            }
            Object[] results = new Object[fs.length];
            for (int i = 0; i < fs.length; i++) {
                results[i] = fs[i].result;
            }
            setResult(results);
        }
    }

    @Override
    boolean cancel(String message) {
        if (state != PENDING) {
            return false;
        }
        boolean any = false;
        for (Future f : children) {
            any |= f.cancel(message);
        }
        cancelRequested |= any;
        return any;
    }

    /** One of several callbacks of a child. */
    static final class Child extends Job {
        private final Gather outer;
        private final Future child;

        Child(Gather outer, Future child) {
            this.outer = outer;
            this.child = child;
        }

        @Override
        void run() {
            outer.told(child);
        }
    }
}
