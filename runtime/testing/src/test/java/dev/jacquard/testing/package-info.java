/** Tests of the test kit. */
@NullMarked
package dev.jacquard.testing;

import org.jspecify.annotations.NullMarked;
