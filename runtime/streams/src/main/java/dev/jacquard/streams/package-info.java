/**
 * Streams of bytes, as in asyncio: a {@link dev.jacquard.streams.StreamReader} and a
 * {@link dev.jacquard.streams.StreamWriter} on top of a {@link dev.jacquard.streams.Transport}, whatever carries the
 * bytes.
 *
 * <pre>
 *   transport --dataReceived--> StreamProtocol --feed--> StreamReader --read--> task
 *   transport <-----write------ StreamWriter <------------write, drain--------- task
 * </pre>
 */
@NullMarked
package dev.jacquard.streams;

import org.jspecify.annotations.NullMarked;
