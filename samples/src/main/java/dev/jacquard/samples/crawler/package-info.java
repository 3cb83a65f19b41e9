/** A web crawler: real input, real concurrency, with a bound on it. */
@NullMarked
package dev.jacquard.samples.crawler;

import org.jspecify.annotations.NullMarked;
