/** A simulated network: hosts, streams and faults on virtual time, reproducible by a seed. */
@NullMarked
package dev.jacquard.testing.net;

import org.jspecify.annotations.NullMarked;
