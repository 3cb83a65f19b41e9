package dev.jacquard.loop;

/** A clock that starts at 0 and stands still until nothing is ready; then it jumps to the next timer. */
public final class VirtualClock implements Clock {
    private long now;

    /** A clock at 0. */
    public VirtualClock() {}

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public boolean jumpTo(long nanos) {
        now = Math.max(now, nanos);
        return true;
    }

    @Override
    public boolean isVirtual() {
        return true;
    }

    @Override
    public String toString() {
        return "VirtualClock[" + now + " ns]";
    }
}
