/** Servers of HTTP to be measured by a client in another process; not benchmarks of JMH. */
@NullMarked
package dev.jacquard.benchmarks.http;

import org.jspecify.annotations.NullMarked;
