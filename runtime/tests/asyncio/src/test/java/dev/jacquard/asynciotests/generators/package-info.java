/** Asynchronous generators, closeables and the exit stack. */
@NullMarked
package dev.jacquard.asynciotests.generators;

import org.jspecify.annotations.NullMarked;
