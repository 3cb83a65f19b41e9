package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.File;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WebSockets that are dropped at any point leave nothing behind. */
@Timeout(120)
class DroppedSocketsTest {
    private static final int SOCKETS = 1000;
    private static final int SLACK = 20;

    private final AtomicInteger running = new AtomicInteger();
    private final Room room = new Room();

    @Async
    private Coroutine<Void> member(WebSocket socket) {
        running.incrementAndGet();
        try (AsyncCloseable membership = room.join(socket)) {
            for (WebSocketMessage m : socket) {
                room.broadcast(m.text());
            }
        } finally {
            running.decrementAndGet();
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> waits(WebSocket socket) {
        running.incrementAndGet();
        try {
            await(new AsyncEvent().waitAsync());
        } finally {
            running.decrementAndGet();
        }
        return Coroutine.done();
    }

    /** Remembers what is logged. */
    private static final class Lines extends Handler implements AutoCloseable {
        final List<String> seen = new CopyOnWriteArrayList<>();

        Lines() {
            Logger.getLogger("").addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            seen.add(line.getLoggerName() + ": " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            Logger.getLogger("").removeHandler(this);
        }
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private static void drop(Served s, Random random) throws Exception {
        try (Peer p = new Peer(s, random.nextBoolean() ? "/member" : "/waits")) {
            int said = random.nextInt(4);
            for (int i = 0; i < said; i++) {
                p.text("hello");
            }
            switch (random.nextInt(5)) {
                case 0 -> p.goodbye(1000);
                case 1 -> p.raw(0x81, 0x85, 0, 0); // half a frame
                case 2 -> p.raw(0x81, 5, 'a'); // none at all
                case 3 -> p.socket.setSoLinger(true, 0); // a reset
                default -> {}
            }
        }
    }

    @Test
    void nothingIsLeft() throws Exception {
        WebApp app = WebApp.create().webSocket("/member", this::member).webSocket("/waits", this::waits);
        try (Lines lines = new Lines();
                Served s = Served.start(app)) {
            Random random = new Random(14);
            drop(s, random);
            int before = descriptors();
            for (int i = 0; i < SOCKETS; i++) {
                drop(s, random);
            }
            while (running.get() > 0 || room.size() > 0 || descriptors() > before + SLACK) {
                Thread.onSpinWait(); // no longer than the test's time
            }
            assertThat(s.errors).isEmpty();
            assertThat(lines.seen).isEmpty();
        }
    }
}
