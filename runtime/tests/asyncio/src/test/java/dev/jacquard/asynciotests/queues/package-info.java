/** Queues. */
package dev.jacquard.asynciotests.queues;
