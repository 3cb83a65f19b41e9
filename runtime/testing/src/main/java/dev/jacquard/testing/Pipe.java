package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.bytes.Inbox;
import java.io.IOException;
import java.util.Arrays;

/** One direction of a stream in memory: a bounded buffer. */
final class Pipe {
    private final int capacity;
    private final Inbox inbox = new Inbox(n -> {});
    private boolean writing;

    Pipe(int capacity) {
        this.capacity = capacity;
    }

    Coroutine<byte[]> read(int max) throws IOException {
        return inbox.read(max);
    }

    @Async
    Coroutine<Void> write(byte[] bytes) throws IOException {
        if (writing) {
            throw new IllegalStateException("Another task is writing to this stream");
        }
        writing = true;
        try {
            int done = 0;
            do {
                inbox.check();
                if (inbox.isEnded()) {
                    throw new IOException("The stream was closed on this side");
                }
                if (inbox.isClosed()) {
                    throw new IOException("The stream was closed on the other side");
                }
                int part = Math.min(capacity - inbox.size(), bytes.length - done);
                if (part > 0) {
                    inbox.add(Arrays.copyOfRange(bytes, done, done + part));
                    done += part;
                } else if (done < bytes.length) {
                    await(inbox.change());
                }
            } while (done < bytes.length);
        } finally {
            writing = false;
        }
        return Coroutine.done();
    }

    void end() {
        inbox.end();
    }

    void stopReading() {
        inbox.close();
    }

    void breakWith(String why) {
        inbox.breakWith(why);
    }

    /** Whether more can be written and read. */
    boolean isOpen() {
        return !inbox.isEnded() && !inbox.isClosed() && !inbox.isBroken();
    }

    /** Bytes that are written and not read. */
    int size() {
        return inbox.size();
    }
}
