/** Stages, blocking futures and publishers. */
@NullMarked
package dev.jacquard.asynciotests.interop;

import org.jspecify.annotations.NullMarked;
