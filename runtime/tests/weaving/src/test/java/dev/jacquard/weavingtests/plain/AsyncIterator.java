package dev.jacquard.weavingtests.plain;

import java.util.Iterator;

/** Asks {@link #hasNextAsync} and runs it to its end. */
public interface AsyncIterator<V> extends Iterator<V> {
    Coroutine<Boolean> hasNextAsync();

    @Override
    V next();

    @Override
    default boolean hasNext() {
        return Asyncio.await(hasNextAsync());
    }
}
