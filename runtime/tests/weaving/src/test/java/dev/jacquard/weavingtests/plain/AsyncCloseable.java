package dev.jacquard.weavingtests.plain;

/** Closes by running {@link #closeAsync} to its end. */
public interface AsyncCloseable extends AutoCloseable {
    Coroutine<Void> closeAsync();

    @Override
    default void close() {
        Asyncio.await(closeAsync());
    }
}
