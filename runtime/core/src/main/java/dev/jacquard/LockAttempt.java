package dev.jacquard;

/** Waits for an {@link AsyncLock} and takes it. */
final class LockAttempt extends Attempt {
    LockAttempt(WaitQueue queue) {
        super(queue);
    }

    // reached through the queue: one field less for each that waits
    private AsyncLock lock() {
        return (AsyncLock) queue.bound();
    }

    @Override
    Object attempt(Task<?> by) {
        return lock().take();
    }

    @Override
    void giveUp() {
        lock().giveUp();
    }
}
