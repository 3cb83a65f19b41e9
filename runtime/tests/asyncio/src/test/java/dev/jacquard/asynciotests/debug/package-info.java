/** Debug mode, and what else helps to find out what a program does. */
@NullMarked
package dev.jacquard.asynciotests.debug;

import org.jspecify.annotations.NullMarked;
