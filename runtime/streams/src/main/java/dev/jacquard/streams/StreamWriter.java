package dev.jacquard.streams;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes bytes that go somewhere. {@code asyncio.StreamWriter}.
 *
 * <p>{@link #write} never waits; {@link #drain} waits while the other side does not keep up:
 *
 * <pre>{@code
 * writer.write(data);
 * await(writer.drain());
 * }</pre>
 *
 * <p>{@code try (writer)} in {@code @Async} code closes it and waits until it is closed.
 */
public final class StreamWriter implements AsyncCloseable {
    private final Transport transport;
    private final StreamProtocol protocol;

    StreamWriter(Transport transport, StreamProtocol protocol) {
        this.transport = transport;
        this.protocol = protocol;
    }

    /** What carries the bytes. */
    public Transport transport() {
        return transport;
    }

    /**
     * Sends bytes as soon as possible; they are kept until then, so {@link #drain} after it.
     *
     * @param data is copied
     */
    public void write(byte[] data) {
        transport.write(data, 0, data.length);
    }

    /** Writes a part of an array. */
    public void write(byte[] data, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, data.length);
        transport.write(data, offset, length);
    }

    /** Writes the bytes between a buffer's position and limit, and moves its position. */
    public void write(ByteBuffer data) {
        if (data.hasArray()) {
            transport.write(data.array(), data.arrayOffset() + data.position(), data.remaining());
            data.position(data.limit());
        } else {
            byte[] copy = new byte[data.remaining()];
            data.get(copy);
            write(copy);
        }
    }

    /** Writes a text in UTF-8. */
    public void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes several, one after the other; adds no line ends. {@code writelines}. */
    public void writeLines(Iterable<byte[]> lines) {
        List<byte[]> all = new ArrayList<>(); // all of them, or none
        for (byte[] line : lines) {
            all.add(Objects.requireNonNull(line, "a line is null: none was written"));
        }
        all.forEach(this::write);
    }

    /**
     * Lets go what was written, and waits while too much of it cannot be sent.
     *
     * @throws IOException if the connection broke or was closed; as in asyncio not always the first drain after that,
     *     but one of the next
     */
    @Async
    public Coroutine<Void> drain() throws IOException {
        transport.flush();
        if (!protocol.isFine() || transport.isClosing()) {
            await(protocol.drain(transport));
        }
        return Coroutine.done();
    }

    /**
     * Ends this direction after what was written; reading goes on.
     *
     * @throws UnsupportedOperationException if {@link #canWriteEof} is false
     */
    public void writeEof() {
        transport.writeEof();
    }

    /** Whether one direction can be ended alone. */
    public boolean canWriteEof() {
        return transport.canWriteEof();
    }

    /** {@link #closeAsync} that does not wait: {@code StreamWriter.close}. */
    public void startClosing() {
        transport.close();
    }

    /** Whether it is closed or is about to be. */
    public boolean isClosing() {
        return transport.isClosing();
    }

    /**
     * Waits until it is closed. {@code wait_closed}.
     *
     * @throws IOException if it broke before all was sent
     */
    public Coroutine<Void> waitClosed() throws IOException {
        return protocol.waitClosed();
    }

    /**
     * Sends what was written and closes both directions. Does not throw if the connection is broken: then there is
     * nothing left to do. If it is cancelled, what is not sent yet is dropped.
     */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        transport.close();
        try {
            await(protocol.untilClosed());
        } catch (Throwable e) {
            transport.abort();
            throw e;
        }
        return Coroutine.done();
    }

    /** Where the other side is, or null. {@code get_extra_info("peername")}. */
    public @Nullable SocketAddress peerAddress() {
        return (SocketAddress) transport.getExtraInfo("peername");
    }

    /** Where this side is, or null. {@code get_extra_info("sockname")}. */
    public @Nullable SocketAddress localAddress() {
        return (SocketAddress) transport.getExtraInfo("sockname");
    }

    /** What is known of the connection; see {@link Transport#extraInfo}. */
    public @Nullable Object getExtraInfo(String name) {
        return transport.getExtraInfo(name);
    }

    @Override
    public String toString() {
        return "StreamWriter[" + transport + "]";
    }
}
