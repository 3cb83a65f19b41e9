/**
 * Jacquard, asyncio for Java: an {@code @Async} method is woven into a <b>coroutine</b>; a <b>task</b> drives it; the
 * <b>loop</b> runs the task. {@link dev.jacquard.Asyncio} has the functions to start with.
 */
@NullMarked
package dev.jacquard;

import org.jspecify.annotations.NullMarked;
