/** The build step for Maven: goals {@code weave} and {@code weave-tests}. */
@NullMarked
package dev.jacquard.maven;

import org.jspecify.annotations.NullMarked;
