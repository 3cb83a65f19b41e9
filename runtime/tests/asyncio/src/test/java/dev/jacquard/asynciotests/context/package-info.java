/** Context variables, by programs. */
@NullMarked
package dev.jacquard.asynciotests.context;

import org.jspecify.annotations.NullMarked;
