/**
 * Runs programs written as JSON and compares what happens with what happened on CPython's asyncio.
 *
 * <p>The interpreter implements no semantics of its own: each task, future, generator and awaitable of a scenario is
 * Jacquard's. {@code Conformance} reads the corpus, {@code ScenarioRun} runs one line of it, {@code Blocks} executes
 * the instructions as {@code @Async} methods, {@code Trace} records.
 */
@NullMarked
package dev.jacquard.conformance;

import org.jspecify.annotations.NullMarked;
