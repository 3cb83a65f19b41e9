package dev.jacquard;

import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A future without a value on which one task waits; it is described by what it stands for. */
final class Gate extends Future<@Nullable Object> {
    private final Object forWhat;
    private final Supplier<Collection<? extends Future<?>>> opensAfter;

    /**
     * A pending one.
     *
     * @param forWhat says for what its task waits, by its {@code toString}
     * @param opensAfter the futures for which it waits
     */
    Gate(BaseEventLoop loop, Object forWhat, Supplier<Collection<? extends Future<?>>> opensAfter) {
        super(loop);
        this.forWhat = forWhat;
        this.opensAfter = opensAfter;
    }

    /** Lets the task go on; does nothing if it was opened or cancelled already. */
    void open() {
        if (state == PENDING) {
            complete(DONE, null);
        }
    }

    @Override
    Collection<? extends Future<?>> dependsOn() {
        return opensAfter.get();
    }

    @Override
    public String toString() {
        return forWhat.toString();
    }
}
