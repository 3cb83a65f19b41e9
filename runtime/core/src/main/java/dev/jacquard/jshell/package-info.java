/** What JShell needs so that one can await at its prompt. */
@NullMarked
package dev.jacquard.jshell;

import org.jspecify.annotations.NullMarked;
