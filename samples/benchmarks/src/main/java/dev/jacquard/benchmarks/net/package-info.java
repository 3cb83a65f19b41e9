/** Servers for the benchmarks of the network, ours and plain ones; net.sh runs them. */
@NullMarked
package dev.jacquard.benchmarks.net;

import org.jspecify.annotations.NullMarked;
