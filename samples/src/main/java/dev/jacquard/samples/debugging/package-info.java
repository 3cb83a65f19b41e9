/** Finding out what a program does wrong. */
@NullMarked
package dev.jacquard.samples.debugging;

import org.jspecify.annotations.NullMarked;
