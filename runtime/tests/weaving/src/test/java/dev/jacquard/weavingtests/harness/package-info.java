/**
 * Compiles programs, runs them plain and woven, and compares.
 *
 * <p>A program is Java source with an entry {@code @Async static Coroutine<?> go()}. Its awaits meet
 * {@link dev.jacquard.weavingtests.harness.Points}; which of these suspend, fail or are cancelled is a
 * {@link dev.jacquard.weavingtests.harness.Plan}; what then happens is a
 * {@link dev.jacquard.weavingtests.harness.Behaviour}. The plain run is the oracle for the woven one.
 */
package dev.jacquard.weavingtests.harness;
