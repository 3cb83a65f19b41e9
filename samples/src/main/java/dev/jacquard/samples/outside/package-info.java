/** The world outside of the loop: threads and signals. */
@NullMarked
package dev.jacquard.samples.outside;

import org.jspecify.annotations.NullMarked;
