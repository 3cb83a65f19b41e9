/** Between asynchronous iteration and {@code org.reactivestreams}. */
@NullMarked
package dev.jacquard.reactivestreams;

import org.jspecify.annotations.NullMarked;
