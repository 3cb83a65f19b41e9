package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that answer pings live, others do not. */
@Timeout(60)
class HeartbeatTest {
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @Async
    private Coroutine<Void> echo(WebSocket socket) {
        try {
            for (WebSocketMessage m : socket) {
                await(socket.send(m.text()));
            }
            seen.add("end");
        } catch (WebSocketClosedException e) {
            seen.add("closed " + e.code());
        }
        return Coroutine.done();
    }

    private Served serve(Duration period) {
        WebSocketOptions options = WebSocketOptions.builder().heartbeat(period).build();
        return Served.start(WebApp.create().webSocket("/", options, this::echo));
    }

    @Test
    void whoAnswersIsHeardAfterManyPings() throws Exception {
        try (Served s = serve(Duration.ofMillis(300));
                Peer p = new Peer(s, "/")) {
            for (int i = 0; i < 20; i++) { // more than Vert.x may hand out unasked
                byte[] ping = p.frame(0x89);
                p.send(0x8A, ping);
            }
            assertThat(p.answering().text("still").hear()).isEqualTo("still");
            assertThat(p.goodbye(1000).hear()).isEqualTo("close 1000");
            assertThat(seen.poll(8, TimeUnit.SECONDS)).isEqualTo("end");
            assertThat(s.errors).isEmpty();
        }
    }

    @Test
    void whoDoesNotAnswerIsCut() throws Exception {
        try (Served s = serve(Duration.ofMillis(20));
                Peer p = new Peer(s, "/")) {
            assertThat(p.hear()).isEqualTo("eof");
            assertThat(seen.poll(8, TimeUnit.SECONDS)).isEqualTo("closed 1006");
            assertThat(s.errors).isEmpty();
        }
    }
}
