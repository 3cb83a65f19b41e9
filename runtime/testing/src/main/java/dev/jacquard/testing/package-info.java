/** Tests of {@code @Async} code: JUnit 5 extension, virtual time, leak checks. */
@NullMarked
package dev.jacquard.testing;

import org.jspecify.annotations.NullMarked;
