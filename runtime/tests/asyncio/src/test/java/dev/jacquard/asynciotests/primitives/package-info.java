/** Locks, events, conditions, semaphores, barriers. */
package dev.jacquard.asynciotests.primitives;
