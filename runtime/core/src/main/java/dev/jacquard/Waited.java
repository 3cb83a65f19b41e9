package dev.jacquard;

import java.util.Set;

/**
 * What the wait family gives: which of the futures are done, and which are not.
 *
 * @param done those that have a result or an exception or were cancelled, in the order in which they were given
 * @param pending the others, in the same order; they go on
 * @param <F> the futures
 */
public record Waited<F>(Set<F> done, Set<F> pending) {}
