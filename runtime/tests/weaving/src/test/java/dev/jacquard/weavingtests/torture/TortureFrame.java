package dev.jacquard.weavingtests.torture;

import dev.jacquard.woven.Frame;

/** Superclass of the frames of tortured methods. */
public abstract class TortureFrame extends Frame {
    @Override
    protected Object asGenerator() {
        throw new UnsupportedOperationException();
    }

    @Override
    protected Object asStage() {
        throw new UnsupportedOperationException();
    }

    /** Opens resume to the hook. */
    Object step(TortureDriver driver) throws Throwable {
        Object value = driver.held;
        driver.held = null;
        return resume(driver, value);
    }
}
