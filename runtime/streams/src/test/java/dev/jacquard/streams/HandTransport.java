package dev.jacquard.streams;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A transport that a test moves by hand; it notes what it is asked. */
final class HandTransport implements Transport {
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    final Map<String, Object> info = new HashMap<>();
    Protocol protocol;
    int pending;
    int flushes;
    boolean readingPaused;
    boolean closing;
    boolean aborted;
    boolean eofWritten;
    boolean halfCloses = true;

    @Nullable
    Runnable onResume;

    private int high = 1 << 16;
    private int low = 1 << 14;
    private boolean writingPaused;

    HandTransport(Protocol protocol) {
        this.protocol = protocol;
    }

    /** A connection whose other side is the test. */
    static HandTransport connect(StreamProtocol protocol) {
        HandTransport t = new HandTransport(protocol);
        protocol.connectionMade(t);
        return t;
    }

    void receive(String text) {
        protocol.dataReceived(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** The other side takes so many bytes. */
    void acknowledge(int bytes) {
        pending -= bytes;
        if (writingPaused && pending <= low) {
            writingPaused = false;
            protocol.resumeWriting();
        }
    }

    String sent() {
        return sent.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void setProtocol(Protocol p) {
        protocol = p;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (closing) {
            return;
        }
        sent.write(bytes, offset, length);
        pending += length;
        if (!writingPaused && pending > high) {
            writingPaused = true;
            protocol.pauseWriting();
        }
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public void writeEof() {
        eofWritten = true;
    }

    @Override
    public boolean canWriteEof() {
        return halfCloses;
    }

    @Override
    public void close() {
        closing = true;
    }

    @Override
    public void abort() {
        closing = true;
        aborted = true;
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public void pauseReading() {
        readingPaused = true;
    }

    @Override
    public void resumeReading() {
        readingPaused = false;
        if (onResume != null) {
            onResume.run();
        }
    }

    @Override
    public int getWriteBufferSize() {
        return pending;
    }

    @Override
    public void setWriteBufferLimits(int high, int low) {
        this.high = high;
        this.low = low;
    }

    @Override
    public Map<String, Object> extraInfo() {
        return info;
    }
}
