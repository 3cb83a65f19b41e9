/** Async generators, and the loops over them. */
@NullMarked
package dev.jacquard.samples.streams;

import org.jspecify.annotations.NullMarked;
