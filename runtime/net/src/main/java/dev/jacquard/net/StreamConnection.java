package dev.jacquard.net;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;

/**
 * The two ends of an open connection: what {@code asyncio.open_connection} returns. Closing it closes the writer.
 *
 * @param reader reads what the other side sends
 * @param writer writes what the other side reads
 */
public record StreamConnection(StreamReader reader, StreamWriter writer) implements AsyncCloseable {
    @Override
    public Coroutine<Void> closeAsync() {
        return writer.closeAsync();
    }
}
