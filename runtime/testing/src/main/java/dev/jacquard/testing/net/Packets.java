package dev.jacquard.testing.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What arrives at a host: kept until it is read, shown in the story. */
final class Packets {
    private static final int SHOWN = 60;

    private Packets() {}

    /** For the story. */
    static String text(byte[] bytes) {
        int n = Math.min(bytes.length, SHOWN);
        StringBuilder s = new StringBuilder("\"");
        for (char c : new String(bytes, 0, n, StandardCharsets.UTF_8).toCharArray()) {
            if (c == '\n') {
                s.append("\\n");
            } else {
                s.append(c < ' ' || c == 0xFFFD ? '.' : c);
            }
        }
        return s.append('"')
                .append(n < bytes.length ? "... (" + bytes.length + " bytes)" : "")
                .toString();
    }

    /** The bytes that have arrived and were not read. */
    static final class Inbox {
        private final IntConsumer wasRead;
        private final ArrayDeque<byte[]> packets = new ArrayDeque<>();
        private boolean ended;
        private boolean closed;
        private boolean reading;
        private @Nullable String broken;
        private AsyncEvent changed = new AsyncEvent();

        Inbox(IntConsumer wasRead) {
            this.wasRead = wasRead;
        }

        @Async
        Coroutine<byte[]> read(int max) throws IOException {
            if (max < 1) {
                throw new IllegalArgumentException("At least one byte has to be read: " + max);
            }
            if (reading) {
                throw new IllegalStateException("Another task is reading from this stream");
            }
            reading = true;
            try {
                for (; ; ) {
                    if (broken != null) {
                        throw new IOException(broken);
                    }
                    if (closed) {
                        throw new IOException("The stream was closed on this side");
                    }
                    if (!packets.isEmpty()) {
                        return Coroutine.of(take(max));
                    }
                    if (ended) {
                        return Coroutine.of(new byte[0]);
                    }
                    await(changed.waitAsync());
                }
            } finally {
                reading = false;
            }
        }

        private byte[] take(int max) {
            byte[] first = packets.removeFirst();
            if (first.length > max) {
                packets.addFirst(Arrays.copyOfRange(first, max, first.length));
                first = Arrays.copyOf(first, max);
            }
            wasRead.accept(first.length);
            return first;
        }

        void add(byte[] bytes) {
            if (closed) {
                return;
            }
            packets.add(bytes);
            tell();
        }

        void end() {
            ended = true;
            tell();
        }

        void stopReading() {
            closed = true;
            packets.clear();
            tell();
        }

        void breakWith(String why) {
            if (broken == null) {
                broken = why;
                tell();
            }
        }

        private void tell() {
            changed.set();
            changed = new AsyncEvent();
        }
    }
}
