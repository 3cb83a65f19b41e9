package dev.jacquard;

import dev.jacquard.woven.Failure;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a coroutine or future whose end is watched, when it is gone: where it was created, and the exception
 * that nobody has seen.
 */
final class Origin extends WeakReference<Object> implements Tracked {
    private final Origins origins;
    private final int hash;

    final boolean isCoroutine;

    /** What it was, for people. */
    final String what;

    /** The task that has created it, or null. */
    final @Nullable String createdBy;

    /** Innermost call first; empty if debug mode was off. */
    final List<StackTraceElement> createdAt;

    /** Of a future: the exception that was not retrieved yet. */
    @Nullable
    Failure failure;

    Origin(
            Origins origins,
            Object watched,
            @Nullable ReferenceQueue<Object> queue,
            String what,
            @Nullable String createdBy,
            List<StackTraceElement> createdAt) {
        super(watched, queue);
        this.origins = origins;
        this.isCoroutine = watched instanceof Coroutine;
        this.hash = System.identityHashCode(watched);
        this.what = what;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
    }

    @Override
    public List<StackTraceElement> createdAt() {
        return createdAt;
    }

    /** It need not be watched any more. */
    @Override
    public void settle() {
        origins.remove(this);
    }

    /** An origin is found by what it watches. */
    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        Object mine = get();
        return other instanceof Origin o && mine != null && mine == o.get();
    }
}
