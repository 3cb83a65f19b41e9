/** HTTP and WebSockets with Vert.x, on the loop's own thread. */
@NullMarked
package dev.jacquard.samples.http;

import org.jspecify.annotations.NullMarked;
