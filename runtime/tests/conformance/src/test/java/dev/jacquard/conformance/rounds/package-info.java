/** The group {@code rounds} of the conformance corpus as plain {@code @Async} programs. */
package dev.jacquard.conformance.rounds;
