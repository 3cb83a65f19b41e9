/** Pages of {@code docs/} whose examples are compiled and tested, and what programs print. */
@NullMarked
package dev.jacquard.docstesting;

import org.jspecify.annotations.NullMarked;
