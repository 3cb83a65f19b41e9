/**
 * The quick tour of Jacquard: one small runnable program per pattern, and the {@linkplain dev.jacquard.samples.Menu
 * menu} that runs them.
 */
@NullMarked
package dev.jacquard.samples;

import org.jspecify.annotations.NullMarked;
