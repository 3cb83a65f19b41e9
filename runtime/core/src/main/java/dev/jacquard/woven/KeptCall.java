package dev.jacquard.woven;

import org.jspecify.annotations.Nullable;

/**
 * Stands between a suspended call that was a coroutine before it was awaited, and the frame that awaits it: somebody
 * may have kept that coroutine, which is to hold nothing when the call has ended. Frames of direct calls, which nobody
 * can keep, go without; to ask each of them whether it was kept would cost every resumption.
 */
final class KeptCall extends Frame {
    private final Frame call;

    KeptCall(Frame call) {
        this.call = call;
    }

    @Override
    protected @Nullable Object resume(Driver driver, @Nullable Object value) throws Throwable {
        if (call.place == SOMEWHERE && parent != null) {
            call.place = parent.getClass();
        }
        call.parent = null; // its parents hold things, too
        call.release();
        return Woven.check(value);
    }

    @Override
    protected Object asGenerator() {
        throw new AssertionError("no generator");
    }

    @Override
    protected Object asStage() {
        throw new AssertionError("no stage");
    }

    @Override
    public String toString() {
        return "the end of " + call;
    }
}
