package dev.jacquard.weavingtests.torture;

import dev.jacquard.woven.Driver;
import dev.jacquard.woven.Frame;
import java.util.Iterator;

/** Drives one tortured method at a time; nothing is awaited. */
final class TortureDriver extends Driver {
    @Override
    protected Object await(Object awaitable) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected Object await(Object awaitable, String place) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected Object hasNext(Iterator<?> iterator) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected Object close(AutoCloseable resource) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected Object closeFinally(AutoCloseable resource, Throwable failure) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected Throwable suppress(Throwable first, Throwable later) {
        throw new UnsupportedOperationException();
    }

    /** What the suspended point gives when it is resumed. */
    Object held;

    /** The frame that a step has left. */
    Object drive(TortureFrame frame) throws Throwable {
        Object r = frame.step(this);
        while (r == SUSPENDED) {
            started(frame); // which forgets what was pushed
            r = frame.step(this);
        }
        return r;
    }

    @Override
    protected Frame first() {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void suspendedAt(Frame innermost) {}
}
