/** The kernel, by programs. */
@NullMarked
package dev.jacquard.asynciotests.kernel;

import org.jspecify.annotations.NullMarked;
