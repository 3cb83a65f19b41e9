/** What streams in memory and simulated streams share; not exported. */
@NullMarked
package dev.jacquard.testing.bytes;

import org.jspecify.annotations.NullMarked;
