/** Sockets: servers and clients that talk over plain connections and over TLS. */
@NullMarked
package dev.jacquard.samples.net;

import org.jspecify.annotations.NullMarked;
