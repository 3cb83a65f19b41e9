package dev.jacquard.web;

import dev.jacquard.Asyncio;
import dev.jacquard.EventLoop;
import dev.jacquard.TimerHandle;
import dev.jacquard.vertx.VertxWebSocket;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** Pings a peer, and cuts off one that has not answered by the time of the next ping. */
final class Heartbeat {
    private final EventLoop loop = Asyncio.getRunningLoop();
    private final VertxWebSocket socket;
    private final Duration period;
    private TimerHandle timer;
    private boolean answered = true;

    Heartbeat(VertxWebSocket socket, Duration period) {
        this.socket = socket;
        this.period = period;
        socket.socket().pongHandler(pong -> answered = true);
        timer = loop.callLater(period, this::beat);
    }

    private void beat() {
        if (socket.closeCode() != null) {
            return;
        }
        boolean isOurFault = socket.waiting() > 0; // an answer may stand behind messages that nobody takes
        if (!answered && !isOurFault) {
            socket.abort();
            return;
        }
        answered = isOurFault && !answered;
        Future<Void> unused = socket.socket().writePing(Buffer.buffer("beat"));
        timer = loop.callLater(period, this::beat);
    }

    void stop() {
        timer.cancel();
    }
}
