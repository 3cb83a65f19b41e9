/** Generated schedules: what tasks do and when, and who is cancelled when; they shrink. */
package dev.jacquard.asynciotests.schedules;
