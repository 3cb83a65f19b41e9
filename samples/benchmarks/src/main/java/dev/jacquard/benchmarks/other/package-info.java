/** The other end of calls that leave their package. */
@NullMarked
package dev.jacquard.benchmarks.other;

import org.jspecify.annotations.NullMarked;
