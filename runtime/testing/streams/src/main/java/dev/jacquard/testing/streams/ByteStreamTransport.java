package dev.jacquard.testing.streams;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.currentTask;

import dev.jacquard.AsyncEvent;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.Protocol;
import dev.jacquard.streams.Transport;
import dev.jacquard.testing.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stream of the test kit as a transport: one task reads while it may, one writes. */
final class ByteStreamTransport implements Transport {
    private static final int BLOCK = 1 << 14;

    private final EventLoop loop;
    private final ByteStream stream;
    private final ArrayDeque<byte[]> unsent = new ArrayDeque<>();
    private final AsyncEvent mayRead = new AsyncEvent();
    private final AsyncEvent toWrite = new AsyncEvent();
    private Protocol protocol;
    private @Nullable Task<?> reading;
    private @Nullable Task<?> writing;
    private int pending;
    private int high = 1 << 16;
    private int low = 1 << 14;
    private boolean pausedWriting;
    private boolean eofWritten;
    private boolean closing;
    private boolean lost;

    ByteStreamTransport(EventLoop loop, ByteStream stream, Protocol protocol) {
        this.loop = loop;
        this.stream = stream;
        this.protocol = protocol;
    }

    void start() {
        mayRead.set();
        protocol.connectionMade(this);
        reading = loop.createTask(read(), "reads " + stream);
        writing = loop.createTask(write(), "writes " + stream);
    }

    // ---- its two tasks -------------------------------------------------------------------------

    @Async
    private Coroutine<Void> read() {
        try {
            while (!closing) {
                await(mayRead.waitAsync());
                byte[] block = await(stream.read(BLOCK));
                // Paused while it waited: the bytes are given all the same, as a network would.
                if (block.length == 0) {
                    if (!protocol.eofReceived()) {
                        close();
                    }
                    break;
                }
                protocol.dataReceived(ByteBuffer.wrap(block));
            }
        } catch (IOException e) {
            await(lose(e));
        } catch (CancelledError e) {
            // it is closing
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> write() {
        try {
            while (await(hasMore())) {
                byte[] block = unsent.remove();
                await(stream.write(block));
                pending -= block.length;
                if (pausedWriting && pending <= low) {
                    pausedWriting = false;
                    protocol.resumeWriting();
                }
            }
            if (eofWritten && !closing) {
                await(stream.closeOutput());
                await(closed());
            }
            await(lose(null));
        } catch (IOException e) {
            await(lose(e));
        } catch (CancelledError e) {
            await(lose(null)); // unless it is lost, somebody ends all tasks
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Boolean> hasMore() {
        while (unsent.isEmpty() && !eofWritten && !closing) {
            toWrite.clear();
            await(toWrite.waitAsync());
        }
        return Coroutine.of(!unsent.isEmpty());
    }

    @Async
    private Coroutine<Void> closed() {
        while (!closing) {
            toWrite.clear();
            await(toWrite.waitAsync());
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> lose(@Nullable IOException e) {
        if (lost) {
            return Coroutine.done();
        }
        lost = true;
        closing = true;
        unsent.clear();
        toWrite.set();
        mayRead.set();
        stop(reading);
        stop(writing);
        await(stream.closeAsync());
        protocol.connectionLost(e);
        return Coroutine.done();
    }

    /** Ends the other task; each ends by itself otherwise. */
    private static void stop(@Nullable Task<?> task) {
        if (task != null && task != currentTask()) {
            task.cancel();
        }
    }

    // ---- asked by the writer and the reader ----------------------------------------------------

    @Override
    public void setProtocol(Protocol other) {
        protocol = other;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (eofWritten) {
            throw new IllegalStateException("Cannot call write() after writeEof()");
        }
        if (closing || length == 0) {
            return;
        }
        unsent.add(Arrays.copyOfRange(bytes, offset, offset + length));
        pending += length;
        toWrite.set();
        if (!pausedWriting && pending > high) {
            pausedWriting = true;
            protocol.pauseWriting();
        }
    }

    @Override
    public void writeEof() {
        eofWritten = true;
        toWrite.set();
    }

    @Override
    public boolean canWriteEof() {
        return true;
    }

    @Override
    public void close() {
        closing = true;
        toWrite.set();
    }

    @Override
    public void abort() {
        closing = true;
        unsent.clear();
        if (!lost) {
            loop.createTask(lose(null), "aborts " + stream);
        }
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public void pauseReading() {
        mayRead.clear();
    }

    @Override
    public void resumeReading() {
        mayRead.set();
    }

    @Override
    public int getWriteBufferSize() {
        return pending;
    }

    @Override
    public void setWriteBufferLimits(int high, int low) {
        if (low < 0 || low > high) {
            throw new IllegalArgumentException("high (" + high + ") must be >= low (" + low + ") must be >= 0");
        }
        this.high = high;
        this.low = low;
    }

    @Override
    public Map<String, Object> extraInfo() {
        return Map.of("stream", stream);
    }

    @Override
    public String toString() {
        return "ByteStreamTransport[" + stream + "]";
    }
}
