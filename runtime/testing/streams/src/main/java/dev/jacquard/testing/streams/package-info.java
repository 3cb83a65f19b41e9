/**
 * Handlers that were written for the network, tested on memory and on the simulated network: see
 * {@link dev.jacquard.testing.streams.StreamPair}.
 */
@NullMarked
package dev.jacquard.testing.streams;

import org.jspecify.annotations.NullMarked;
