package dev.jacquard.samples.kv;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.Net;
import dev.jacquard.net.StreamConnection;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.testing.TestTime;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server over real sockets. */
class KvServerTest {
    private static final String HOST = "127.0.0.1";
    private static final Limits SMALL = new Limits(3, 100, 10_000, 20_000, 1000, 50_000);

    /** A test with a running server. */
    @FunctionalInterface
    private interface Body {
        Coroutine<Void> run(KvServer server) throws IOException;
    }

    private static void withServer(Body body) throws IOException {
        ThrowingAsyncCallable<Void, IOException> program = () -> serve(body);
        try (AsyncTester tester = AsyncTester.builder().realTime().build()) {
            tester.run(program);
        }
    }

    @Async
    private static Coroutine<Void> serve(Body body) throws IOException {
        try (KvServer server = await(KvServer.start(HOST, 0, SMALL))) {
            await(body.run(server));
        }
        return Coroutine.done();
    }

    /** Sends bytes, ends, and gives all that comes. */
    @Async
    private static Coroutine<String> exchange(KvServer server, String bytes) throws IOException {
        try (StreamConnection c = await(Net.openConnection(HOST, server.port()))) {
            c.writer().write(bytes.getBytes(ISO_8859_1));
            c.writer().writeEof();
            return Coroutine.of(new String(await(c.reader().readAll()), ISO_8859_1));
        }
    }

    @Test
    void answersAllThatWasSentAtOnce() throws IOException {
        withServer(KvServerTest::pipelines);
    }

    @Async
    private static Coroutine<Void> pipelines(KvServer server) throws IOException {
        try (KvClient client = await(KvClient.connect(HOST, server.port()))) {
            String value = "v".repeat(5000);
            for (int i = 0; i < 500; i++) { // replies are much longer than requests
                client.send("SET", "k" + i, value + i);
                client.send("GET", "k" + i);
            }
            for (int i = 0; i < 500; i++) {
                assertThat(await(client.receive())).isEqualTo("OK");
                assertThat(await(client.receive())).isEqualTo(value + i);
            }
            assertThat(await(client.call("NO", "SUCH")))
                    .isEqualTo(
                            new KvClient.Failure("ERR unknown command 'NO', with args beginning with:" + " 'SUCH' "));
            assertThat(await(client.call("LRANGE", "none", "0", "-1"))).isEqualTo(List.of());
        }
        return Coroutine.done();
    }

    @Test
    void speaksInlineAndSurvivesCuts() throws IOException {
        withServer(server -> {
            assertThat(await(exchange(server, "SET k 'a b'\r\nGET k\r\nQUIT\r\nPING\r\n")))
                    .isEqualTo("+OK\r\n$3\r\na b\r\n+OK\r\n");
            assertThat(await(exchange(server, "*2\r\n$3\r\nGET\r\n$1\r\n"))).isEmpty();
            assertThat(await(exchange(server, ""))).isEmpty();
            return Coroutine.done();
        });
    }

    @Test
    void garbageEndsTheConnectionWithAWord() throws IOException {
        withServer(server -> {
            assertThat(await(exchange(server, "PING\r\n*1\r\n!\r\nPING\r\n")))
                    .isEqualTo("+PONG\r\n-ERR Protocol error: expected '$', got '!'\r\n");
            assertThat(await(exchange(server, "*1\r\n$10001\r\n")))
                    .isEqualTo("-ERR Protocol error: invalid bulk length\r\n");
            assertThat(await(exchange(server, "x".repeat(2000))))
                    .isEqualTo("-ERR Protocol error: too big inline request\r\n");
            assertThat(await(exchange(server, "POST / HTTP/1.1\r\nFLUSHALL\r\n")))
                    .isEmpty();
            assertThat(await(exchange(server, "PING\r\n"))).isEqualTo("+PONG\r\n");
            return Coroutine.done();
        });
    }

    @Test
    void clientsAreLimited() throws IOException {
        withServer(KvServerTest::tooMany);
    }

    @Async
    private static Coroutine<Void> tooMany(KvServer server) throws IOException {
        try (KvClient a = await(KvClient.connect(HOST, server.port()));
                KvClient b = await(KvClient.connect(HOST, server.port()));
                KvClient c = await(KvClient.connect(HOST, server.port()))) {
            assertThat(await(a.call("PING"))).isEqualTo("PONG");
            assertThat(await(b.call("PING"))).isEqualTo("PONG");
            assertThat(await(c.call("PING"))).isEqualTo("PONG");
            try (KvClient d = await(KvClient.connect(HOST, server.port()))) {
                assertThat(await(d.receive())).isEqualTo(new KvClient.Failure("ERR max number of clients reached"));
            }
            assertThat(await(a.call("PING"))).isEqualTo("PONG");
        }
        return Coroutine.done();
    }

    @Test
    void waitingClientGetsItsElementThenItsOtherReplies() throws IOException {
        withServer(KvServerTest::blocked);
    }

    @Async
    private static Coroutine<Void> blocked(KvServer server) throws IOException {
        try (KvClient waiting = await(KvClient.connect(HOST, server.port()));
                KvClient pushing = await(KvClient.connect(HOST, server.port()))) {
            waiting.send("PING");
            waiting.send("BLPOP", "l", "0");
            waiting.send("ECHO", "after");
            assertThat(await(waiting.receive())).isEqualTo("PONG"); // does not wait with it
            await(untilBlocked(pushing, 1));
            waiting.send("ECHO", "later");
            assertThat(await(pushing.call("RPUSH", "l", "a", "b"))).isEqualTo(2L);
            assertThat(await(waiting.receive())).isEqualTo(List.of("l", "a"));
            assertThat(await(waiting.receive())).isEqualTo("after");
            assertThat(await(waiting.receive())).isEqualTo("later");
            assertThat(await(pushing.call("LRANGE", "l", "0", "-1"))).isEqualTo(List.of("b"));
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> untilBlocked(KvClient client, int n) throws IOException {
        while (!String.valueOf(await(client.call("INFO", "clients"))).contains("blocked_clients:" + n)) {
            await(sleep(1));
        }
        return Coroutine.done();
    }

    /** Else the element would be lost to a client that is not there any more. */
    @Test
    void clientThatGoesWaitsNoLonger() throws IOException {
        withServer(KvServerTest::leaves);
    }

    @Async
    private static Coroutine<Void> leaves(KvServer server) throws IOException {
        try (KvClient pushing = await(KvClient.connect(HOST, server.port()))) {
            try (KvClient waiting = await(KvClient.connect(HOST, server.port()))) {
                waiting.send("BLPOP", "l", "0");
                await(untilBlocked(pushing, 1));
            }
            await(untilBlocked(pushing, 0));
            assertThat(await(pushing.call("RPUSH", "l", "a"))).isEqualTo(1L);
            assertThat(await(pushing.call("LLEN", "l"))).isEqualTo(1L);
        }
        return Coroutine.done();
    }

    /** Memory is bounded, and the others go on. */
    @Test
    void subscriberThatDoesNotReadIsThrownOut() throws IOException {
        withServer(KvServerTest::slowSubscriber);
    }

    @Async
    private static Coroutine<Void> slowSubscriber(KvServer server) throws IOException {
        try (StreamConnection slow = await(Net.openConnection(HOST, server.port()));
                KvClient fast = await(KvClient.connect(HOST, server.port()));
                KvClient publisher = await(KvClient.connect(HOST, server.port()))) {
            slow.writer().write("SUBSCRIBE news\r\n");
            await(slow.reader().readUntil(":1\r\n".getBytes(ISO_8859_1)));
            slow.writer().transport().pauseReading();
            assertThat(await(fast.call("SUBSCRIBE", "news"))).isEqualTo(List.of("subscribe", "news", 1L));
            String message = "x".repeat(9000);
            Object receivers = 2L;
            int published = 0;
            while (receivers.equals(2L)) { // until the kernel's buffers are full, and ours
                receivers = await(publisher.call("PUBLISH", "news", message));
                assertThat(await(fast.receive())).isEqualTo(List.of("message", "news", message));
                published++;
            }
            assertThat(receivers).isEqualTo(1L);
            assertThat(published).isGreaterThan(5);
        }
        return Coroutine.done();
    }

    /** Waiting ones and subscribers, too; they do not hold up the end. */
    @AsyncTest(time = TestTime.REAL)
    void closingSendsAllAway() throws IOException {
        KvServer server = await(KvServer.start(HOST, 0, SMALL));
        try (KvClient idle = await(KvClient.connect(HOST, server.port()));
                KvClient waiting = await(KvClient.connect(HOST, server.port()))) {
            waiting.send("BLPOP", "l", "0");
            await(untilBlocked(idle, 1));
            Task<Void> closing = createTask(server.closeAsync());
            String end = "";
            try {
                await(idle.receive());
            } catch (IOException e) {
                end = e.getClass().getSimpleName();
            }
            assertThat(end).isEqualTo("IncompleteReadError");
            await(closing);
        }
    }
}
