package dev.jacquard.benchmarks.limit;

/** b9: a task that sleeps once. */
final class Sleeper extends Frame {
    private final long nanos;

    Sleeper(long nanos) {
        this.nanos = nanos;
    }

    @Override
    Object resume(Task c, Object v) {
        if (state == 0) {
            if (Task.sleep(nanos, c) == SUSPENDED) {
                state = 1;
                return c.again(this);
            }
        } else {
            Failure.check(v);
        }
        return 0L;
    }
}
