/** A replicated register on the simulated network, right and wrong. */
@NullMarked
package dev.jacquard.testing.register;

import org.jspecify.annotations.NullMarked;
