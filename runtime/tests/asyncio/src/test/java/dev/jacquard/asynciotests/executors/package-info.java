/** Blocking calls on other threads. */
@NullMarked
package dev.jacquard.asynciotests.executors;

import org.jspecify.annotations.NullMarked;
