package dev.jacquard.web;

import dev.jacquard.Asyncio;
import dev.jacquard.EventLoop;
import dev.jacquard.TimerHandle;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes a comment when a stream of events has been silent, so that nobody between takes it for dead. */
final class KeepAlive {
    private static final Duration PERIOD = Duration.ofSeconds(15);
    private static final String COMMENT = ": keep-alive\n\n";

    private final EventLoop loop = Asyncio.getRunningLoop();
    private final HttpServerResponse out;
    private @Nullable TimerHandle timer;
    private Duration last = loop.time();

    private KeepAlive(HttpServerResponse out) {
        this.out = out;
    }

    static KeepAlive of(HttpServerResponse out) {
        KeepAlive k = new KeepAlive(out);
        k.schedule(k.last.plus(PERIOD));
        return k;
    }

    private void schedule(Duration when) {
        timer = loop.callAt(when, this::look);
    }

    /** An event was written; the timer looks for itself, so that an event costs no timer. */
    void written() {
        last = loop.time();
    }

    private void look() {
        Duration due = last.plus(PERIOD);
        Duration now = loop.time();
        if (now.compareTo(due) >= 0) {
            if (!out.ended() && !out.closed() && !out.writeQueueFull()) {
                Future<Void> unused = out.write(Buffer.buffer(COMMENT));
            }
            last = now;
            due = now.plus(PERIOD);
        }
        schedule(due);
    }

    void close() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
