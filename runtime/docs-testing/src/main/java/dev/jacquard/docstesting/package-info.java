/** Pages of {@code docs/} whose examples are compiled and tested. */
@NullMarked
package dev.jacquard.docstesting;

import org.jspecify.annotations.NullMarked;
