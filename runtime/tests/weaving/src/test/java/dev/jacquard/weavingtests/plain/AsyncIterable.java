package dev.jacquard.weavingtests.plain;

/** Twin of the runtime's interface of this name. */
public interface AsyncIterable<V> extends Iterable<V> {
    @Override
    AsyncIterator<V> iterator();
}
