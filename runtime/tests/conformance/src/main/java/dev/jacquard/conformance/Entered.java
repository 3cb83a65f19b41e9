package dev.jacquard.conformance;

import dev.jacquard.Coroutine;
import org.jspecify.annotations.Nullable;

/** The body of an {@code async with}. */
interface Entered {
    /** Runs it with the value of entering. */
    Coroutine<Signal> apply(@Nullable Object value);
}
