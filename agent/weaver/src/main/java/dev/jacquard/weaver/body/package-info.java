/**
 * What is written: {@link dev.jacquard.weaver.body.BodyWriter} the two bodies of a method,
 * {@link dev.jacquard.weaver.body.CoroutineWriter} its coroutine class, {@link dev.jacquard.weaver.body.Kickoff} what
 * is left of the method. All of it takes an analysis and changes nothing in it.
 */
@NullMarked
package dev.jacquard.weaver.body;

import org.jspecify.annotations.NullMarked;
