/**
 * The network: {@link dev.jacquard.net.Net} opens connections and starts servers. A loop that uses it polls with Netty
 * from then on, on its own thread: a socket, its handler and its task are on one thread.
 */
@NullMarked
package dev.jacquard.net;

import org.jspecify.annotations.NullMarked;
