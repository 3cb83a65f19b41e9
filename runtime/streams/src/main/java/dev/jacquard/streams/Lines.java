package dev.jacquard.streams;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The lines of a reader, one by one. */
final class Lines implements AsyncIterator<byte[]> {
    private final StreamReader reader;
    private byte @Nullable [] next;

    Lines(StreamReader reader) {
        this.reader = reader;
    }

    /** @throws UncheckedIOException around what {@link StreamReader#readLine} throws: a loop cannot declare it */
    @Override
    @Async
    public Coroutine<Boolean> hasNextAsync() {
        if (next == null) {
            try {
                next = await(reader.readLine());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        byte[] n = next;
        return Coroutine.of(n != null && n.length > 0);
    }

    @Override
    public byte[] next() {
        byte[] line = next;
        if (line == null || line.length == 0) {
            throw new NoSuchElementException();
        }
        next = null;
        return line;
    }
}
