/**
 * Weaves {@code @Async} methods into coroutines: {@link dev.jacquard.weaver.Weaver} is the way in, {@code Passes} lists
 * the passes. The packages below, from the bottom up, each needing only those before it: {@code model}, {@code code},
 * {@code select}, {@code check}, {@code body}. The design is told in docs/weaving.md.
 */
@org.jspecify.annotations.NullMarked
package dev.jacquard.weaver;
