/** Tests of tasks, timeouts and waiting. */
package dev.jacquard.asynciotests.tasks;
