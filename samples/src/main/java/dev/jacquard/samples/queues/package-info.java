/** Tasks that hand each other things: queues. */
@NullMarked
package dev.jacquard.samples.queues;

import org.jspecify.annotations.NullMarked;
