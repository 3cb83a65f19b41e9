package dev.jacquard;

import org.jspecify.annotations.Nullable;

/**
 * An {@link Awaitable} where a lambda is to mean something else: {@link Asyncio#run} calls a lambda and awaits what it
 * returns, so a lambda must not also fit an interface with one method. Nothing but an {@link Awaitable} is one.
 *
 * @param <T> what awaiting it gives
 */
public sealed interface AnyAwaitable<T extends @Nullable Object> permits Awaitable {}
