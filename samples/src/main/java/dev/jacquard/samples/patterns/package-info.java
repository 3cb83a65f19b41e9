/** Small tools that programs write again and again. */
@NullMarked
package dev.jacquard.samples.patterns;

import org.jspecify.annotations.NullMarked;
