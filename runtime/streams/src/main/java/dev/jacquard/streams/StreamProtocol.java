package dev.jacquard.streams;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a {@link StreamReader} with what a transport receives, and lets a {@link StreamWriter} wait while the transport
 * has too much to send. {@code asyncio.StreamReaderProtocol}.
 */
public final class StreamProtocol implements Protocol {
    private final EventLoop loop;
    private final StreamReader reader;
    private final @Nullable BiConsumer<StreamReader, StreamWriter> connected;
    private final Promise<@Nullable Void> closed;
    private final ArrayDeque<Promise<@Nullable Void>> drains = new ArrayDeque<>();
    private @Nullable Transport transport;
    private @Nullable StreamWriter writer;
    private boolean paused;
    private boolean lost;
    private @Nullable Throwable error;

    /**
     * A protocol of the client's side.
     *
     * @param reader who gets the bytes
     */
    public StreamProtocol(EventLoop loop, StreamReader reader) {
        this(loop, reader, null);
    }

    /**
     * A protocol that tells when it is connected: of the server's side.
     *
     * @param connected is called on the loop's thread with the connection's two ends; it starts the task that serves it
     */
    public StreamProtocol(
            EventLoop loop, StreamReader reader, @Nullable BiConsumer<StreamReader, StreamWriter> connected) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.reader = Objects.requireNonNull(reader, "reader");
        this.connected = connected;
        this.closed = new Promise<>(loop);
    }

    /** Where what is received is read. */
    public StreamReader reader() {
        return reader;
    }

    /**
     * Where what is to be sent is written.
     *
     * @throws IllegalStateException before it is connected
     */
    public StreamWriter writer() {
        StreamWriter w = writer;
        if (w == null) {
            throw new IllegalStateException("Not connected yet");
        }
        return w;
    }

    // ---- told by the transport -----------------------------------------------------------------

    @Override
    public void connectionMade(Transport transport) {
        reader.setTransport(transport);
        this.transport = transport;
        StreamWriter w = new StreamWriter(transport, this);
        writer = w;
        if (connected != null) {
            connected.accept(reader, w);
        }
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        reader.feedData(data);
    }

    /**
     * Keeps the other direction open, if the transport can have one of them open: the task says when it is done. Not
     * with TLS, where the end is that of both.
     */
    @Override
    public boolean eofReceived() {
        reader.feedEof();
        return transport == null || transport.canWriteEof();
    }

    @Override
    public void pauseWriting() {
        paused = true;
    }

    @Override
    public void resumeWriting() {
        paused = false;
        wakeDrains();
    }

    @SuppressWarnings("NullAway") // void's value
    private void wakeDrains() {
        for (Promise<@Nullable Void> drain = drains.poll(); drain != null; drain = drains.poll()) {
            if (!drain.isDone()) {
                drain.setResult(null);
            }
        }
    }

    @Override
    @SuppressWarnings("NullAway") // void's value
    public void connectionLost(@Nullable Throwable e) {
        if (lost) {
            return;
        }
        lost = true;
        error = e;
        if (e == null) {
            reader.feedEof();
        } else {
            reader.setException(e);
        }
        closed.setResult(null);
        wakeDrains();
    }

    // ---- asked by the writer -------------------------------------------------------------------

    private IOException broken() {
        IOException broken = new IOException("Connection lost");
        if (error != null) {
            broken.initCause(error);
        }
        return broken;
    }

    /** Whether {@link #drain} has nothing to do. */
    boolean isFine() {
        return !paused && !lost && reader.exception() == null;
    }

    /** Waits until the transport takes more. */
    @Async
    Coroutine<Void> drain(Transport transport) throws IOException {
        Throwable failed = reader.exception();
        if (failed != null) {
            throw StreamReader.raise(failed);
        }
        if (transport.isClosing()) {
            // The news of the loss may be under way: a task that only writes is to notice it.
            await(sleep(0));
        }
        if (lost) {
            throw broken();
        }
        if (paused) {
            Promise<@Nullable Void> drain = new Promise<>(loop);
            drains.add(drain);
            try {
                await(drain);
            } finally {
                drains.remove(drain);
            }
            // As in asyncio, a drain that waits while the connection is closed in order just ends;
            // the next one throws.
            if (error != null) {
                throw StreamReader.raise(error);
            }
        }
        return Coroutine.done();
    }

    /**
     * Waits until the transport is closed.
     *
     * @throws IOException why it broke
     */
    @Async
    Coroutine<Void> waitClosed() throws IOException {
        await(untilClosed());
        if (error != null) {
            throw StreamReader.raise(error);
        }
        return Coroutine.done();
    }

    /**
     * Done when the transport is closed, for whatever reason. Several may wait, so a waiter that is cancelled must not
     * cancel it.
     */
    Awaitable<@Nullable Void> untilClosed() {
        return closed.isDone() ? closed : shield(closed);
    }
}
