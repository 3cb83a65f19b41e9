/** Tasks that wait for each other: lock, semaphore, event, condition, barrier. */
@NullMarked
package dev.jacquard.samples.sync;

import org.jspecify.annotations.NullMarked;
