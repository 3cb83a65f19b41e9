package dev.jacquard.testing.streams;

import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.streams.StreamProtocol;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import dev.jacquard.testing.ByteStream;

/**
 * One end of a stream as a reader and a writer.
 *
 * <pre>{@code
 * MemoryStream.Pair memory = MemoryStream.pair();
 * StreamPair server = StreamPair.over(memory.right());
 * Task<Void> serving = createTask(handler.handle(server.reader(), server.writer()));
 * try (StreamPair client = StreamPair.over(memory.left())) {
 *     ...
 * }
 * }</pre>
 *
 * @param reader reads what the other side sends
 * @param writer writes what the other side reads
 */
public record StreamPair(StreamReader reader, StreamWriter writer) implements AsyncCloseable {
    /** {@link #over(ByteStream, int)} with the usual limit. */
    public static StreamPair over(ByteStream stream) {
        return over(stream, StreamReader.DEFAULT_LIMIT);
    }

    /**
     * A reader and a writer of a stream, which is not to be used otherwise any more. Called while the loop runs.
     *
     * @param stream an end of a {@link dev.jacquard.testing.MemoryStream}, or a
     *     {@link dev.jacquard.testing.net.Connection} of the simulated network
     * @param limit of the reader, in bytes
     */
    public static StreamPair over(ByteStream stream, int limit) {
        EventLoop loop = getRunningLoop();
        StreamProtocol protocol = new StreamProtocol(loop, new StreamReader(limit));
        ByteStreamTransport transport = new ByteStreamTransport(loop, stream, protocol);
        transport.start();
        return new StreamPair(protocol.reader(), protocol.writer());
    }

    /** Closes the writer, and with it the stream. */
    @Override
    public Coroutine<Void> closeAsync() {
        return writer.closeAsync();
    }
}
