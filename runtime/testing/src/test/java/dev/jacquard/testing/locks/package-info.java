/** A lock service on the simulated network, right and wrong, under explored schedules. */
@NullMarked
package dev.jacquard.testing.locks;

import org.jspecify.annotations.NullMarked;
