/**
 * The peers' benchmarks as {@code @Async} programs: same names, same sizes, same work. {@code run.sh} runs them beside
 * the peers.
 */
@NullMarked
package dev.jacquard.benchmarks;

import org.jspecify.annotations.NullMarked;
