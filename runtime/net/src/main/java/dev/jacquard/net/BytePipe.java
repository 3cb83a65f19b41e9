package dev.jacquard.net;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Bytes that are on their way, as many as a socket's buffer takes. */
final class BytePipe {
    private static final int CAPACITY = 65_536;
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int start;
    private int end;

    int size() {
        return end - start;
    }

    int room() {
        return CAPACITY - size();
    }

    /**
     * Puts in what there is room for; the buffer stays as it is.
     *
     * @return how many bytes
     */
    int put(ByteBuf from) {
        int n = Math.min(room(), from.readableBytes());
        if (end + n > bytes.length) {
            makeRoom(n);
        }
        from.getBytes(from.readerIndex(), bytes, end, n);
        end += n;
        return n;
    }

    private void makeRoom(int n) {
        int size = size();
        byte[] to = size + n <= bytes.length
                ? bytes
                : new byte[Math.min(CAPACITY, Math.max(1024, Integer.highestOneBit(size + n) * 2))];
        System.arraycopy(bytes, start, to, 0, size);
        bytes = to;
        start = 0;
        end = size;
    }

    /**
     * Takes out what the buffer has place for.
     *
     * @return how many bytes
     */
    int take(ByteBuf to) {
        int n = Math.min(size(), to.writableBytes());
        to.writeBytes(bytes, start, n);
        start += n;
        if (start == end) {
            clear();
        }
        return n;
    }

    void clear() {
        start = 0;
        end = 0;
        bytes = NONE;
    }

    @Override
    public String toString() {
        return new String(Arrays.copyOfRange(bytes, start, end), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
