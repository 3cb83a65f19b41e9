/**
 * What the key-value server keeps: keys with values of five kinds, and when they expire. Knows nothing of sockets or of
 * the protocol.
 */
@NullMarked
package dev.jacquard.samples.kv.data;

import org.jspecify.annotations.NullMarked;
