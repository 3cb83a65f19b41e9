/** A chat over plain sockets. */
@NullMarked
package dev.jacquard.samples.net.chat;

import org.jspecify.annotations.NullMarked;
