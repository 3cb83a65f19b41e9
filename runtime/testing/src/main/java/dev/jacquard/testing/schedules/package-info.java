/**
 * Schedules as values: who runs next is a choice that a test makes, searches, prints and repeats.
 *
 * <p>{@link dev.jacquard.testing.schedules.Explorer} runs a program under many schedules;
 * {@link dev.jacquard.testing.schedules.Schedule} is one of them; a failing one is shortened and told as a story.
 */
@NullMarked
package dev.jacquard.testing.schedules;

import org.jspecify.annotations.NullMarked;
