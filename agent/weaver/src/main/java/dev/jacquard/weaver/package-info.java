/**
 * Weaves {@code @Async} methods into coroutines: {@link dev.jacquard.weaver.Weaver} is the way in,
 * {@code ClassWeaving} lists the passes. The design is told in docs/weaving.md.
 */
@org.jspecify.annotations.NullMarked
package dev.jacquard.weaver;
