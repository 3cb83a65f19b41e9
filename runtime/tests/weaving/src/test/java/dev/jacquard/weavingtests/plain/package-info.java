/**
 * The oracle's runtime: the names of {@code dev.jacquard} as plain blocking Java.
 *
 * <p>The plain run of a program is the same class file with each {@code dev.jacquard.X} renamed to
 * {@code dev.jacquard.weavingtests.plain.X}. Here a coroutine is a body that has not run yet, and awaiting it runs it
 * on the caller's stack. Nothing of the product takes part.
 */
package dev.jacquard.weavingtests.plain;
