/**
 * The loop: a queue of ready jobs, a heap of timers, and the two seams, {@link Clock} and {@link Poller}. It knows
 * nothing of tasks: whatever it runs is a {@link Job}.
 */
@NullMarked
package dev.jacquard.loop;

import org.jspecify.annotations.NullMarked;
