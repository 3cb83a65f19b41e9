/**
 * A key-value server that speaks the protocol of Redis, so that its clients can talk to it. A
 * {@link dev.jacquard.samples.kv.KvSession session} reads {@linkplain dev.jacquard.samples.kv.RequestParser requests},
 * the {@link dev.jacquard.samples.kv.Engine engine} does them on the {@linkplain dev.jacquard.samples.kv.data stores},
 * and the session writes the {@linkplain dev.jacquard.samples.kv.Replies replies}. The engine knows nothing of sockets.
 */
@NullMarked
package dev.jacquard.samples.kv;

import org.jspecify.annotations.NullMarked;
