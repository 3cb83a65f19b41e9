package dev.jacquard.weavingtests.plain;

/** What can be awaited. */
public interface Awaitable<T> {
    Coroutine<T> asCoroutine();
}
