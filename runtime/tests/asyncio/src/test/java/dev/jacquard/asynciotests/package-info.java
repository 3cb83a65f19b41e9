/** Tests of the core that are {@code @Async} programs themselves. */
@NullMarked
package dev.jacquard.asynciotests;

import org.jspecify.annotations.NullMarked;
