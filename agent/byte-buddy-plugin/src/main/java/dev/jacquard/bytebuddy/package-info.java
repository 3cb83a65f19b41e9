/** The build step for Byte Buddy's plugins for Maven and Gradle. */
@NullMarked
package dev.jacquard.bytebuddy;

import org.jspecify.annotations.NullMarked;
