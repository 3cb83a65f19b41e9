/**
 * What is wrong: {@link dev.jacquard.weaver.check.AsyncCode} looks at methods that are woven,
 * {@link dev.jacquard.weaver.check.Refuser} at all others, {@link dev.jacquard.weaver.check.Silencing} knows what
 * nobody wants to hear.
 */
@NullMarked
package dev.jacquard.weaver.check;

import org.jspecify.annotations.NullMarked;
