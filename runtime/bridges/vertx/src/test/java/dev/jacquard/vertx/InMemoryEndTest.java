package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.LoopDeadlockException;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.Net;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.testing.TestClock;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is in memory ends with its loop, and what is not there is refused. */
class InMemoryEndTest {
    private HttpClient client; // held, or it may be closed before

    @Test
    void vertxIsClosedWithTheLoop() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        try (AsyncTester tester = AsyncTester.builder().build()) {
            tester.run(() -> serveAndWork(threads, closed));
            assertThat(closed).isEmpty();
        }
        assertThat(closed).containsExactlyInAnyOrder("server's connection", "client's connection");
        assertThat(Vertx.currentContext()).isNull();
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Async
    private Coroutine<Void> serveAndWork(List<Thread> threads, List<String> closed) {
        Vertx vertx = VertxLoop.vertx();
        threads.add(await(awaitable(vertx.executeBlocking(Thread::currentThread))));
        var server = vertx.createHttpServer()
                .connectionHandler(c -> c.closeHandler(v -> closed.add("server's connection")))
                .requestHandler(r -> r.response().end());
        int port = await(awaitable(server.listen(0, "127.0.0.1"))).actualPort();
        client = vertx.httpClientBuilder()
                .withConnectHandler(c -> c.closeHandler(v -> closed.add("client's connection")))
                .build();
        var request = await(awaitable(client.request(HttpMethod.GET, port, "127.0.0.1", "/")));
        await(awaitable(request.send()));
        vertx.setPeriodic(1000, id -> closed.add("late"));
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .as("no socket is there")
                .isInstanceOf(ConnectException.class);
        return Coroutine.done();
    }

    /** One worker, which is busy while Vert.x is closed: what waits for it is dropped, and virtual time goes on. */
    @AsyncTest
    void blockingCallsThatAreDroppedDoNotStopTheClock(TestClock clock) {
        CountDownLatch end = new CountDownLatch(1);
        List<String> done = new ArrayList<>();
        VertxLoop loop = VertxLoop.open(new VertxOptions().setWorkerPoolSize(1).setUseDaemonThread(true));
        CountDownLatch began = new CountDownLatch(1);
        loop.get().executeBlocking(() -> {
            began.countDown();
            return end.await(10, TimeUnit.SECONDS);
        });
        for (int i = 0; i < 3; i++) {
            loop.get().executeBlocking(() -> done.add("late"), false);
        }
        await(toThread(() -> began.await(10, TimeUnit.SECONDS)));
        await(loop.closeAsync()); // interrupts the worker
        await(sleep(Duration.ofDays(1)));
        assertThat(clock.now()).isEqualTo(Duration.ofDays(1));
        assertThat(done).isEmpty();
    }

    /** A server that nobody asks any more, and a task that waits for ever: a deadlock, at once. */
    @Test
    void aDeadlockIsFound() {
        try (AsyncTester tester = AsyncTester.builder().build()) {
            assertThatThrownBy(() -> tester.run(() -> waitForNobody()))
                    .isInstanceOf(LoopDeadlockException.class)
                    .hasMessageContaining("waitForNobody");
        }
    }

    @Async
    private static Coroutine<Void> waitForNobody() {
        Vertx vertx = VertxLoop.vertx();
        var server = vertx.createHttpServer().requestHandler(r -> r.response().end());
        int port = await(awaitable(server.listen(0, "127.0.0.1"))).actualPort();
        var client = vertx.createHttpClient( // one that does not look for idle connections each second
                new HttpClientOptions(), new PoolOptions().setCleanerPeriod(0));
        var request = await(awaitable(client.request(HttpMethod.GET, port, "127.0.0.1", "/")));
        await(awaitable(request.send()));
        await(new Promise<Void>());
        return Coroutine.done();
    }

    @AsyncTest
    void parallelLoopsHaveTheSamePorts() {
        int port = await(listen(8080));
        assertThat(port).isEqualTo(8080);
        int other = await(toThread(() -> {
            try (AsyncTester tester = AsyncTester.builder().build()) {
                return tester.run(() -> listen(8080));
            }
        }));
        assertThat(other).isEqualTo(8080);
    }

    @Async
    private static Coroutine<Integer> listen(int port) {
        var server = VertxLoop.vertx().createNetServer().connectHandler(socket -> {});
        return Coroutine.of(await(awaitable(server.listen(port, "0.0.0.0"))).actualPort());
    }

    @AsyncTest
    void aPortIsTakenAndGivenBack() {
        var first = VertxLoop.vertx().createHttpServer().requestHandler(r -> r.response()
                .end());
        await(awaitable(first.listen(80, "0.0.0.0")));
        var second = VertxLoop.vertx().createHttpServer().requestHandler(r -> r.response()
                .end());
        assertThat(await(failure(awaitable(second.listen(80, "127.0.0.1")).asCoroutine())))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("Address already in use: /127.0.0.1:80");
        await(awaitable(first.close()));
        var third = VertxLoop.vertx().createHttpServer().requestHandler(r -> r.response()
                .end());
        await(awaitable(third.listen(80, "127.0.0.1")));
    }

    @AsyncTest
    void othersAreNotReached() {
        var client = VertxLoop.vertx().createNetClient();
        assertThat(await(failure(awaitable(client.connect(81, "127.0.0.1")).asCoroutine())))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Connection refused: nobody listens at /127.0.0.1:81")
                .hasMessageContaining("TestTime.REAL");
        assertThat(await(failure(awaitable(client.connect(80, "example.org")).asCoroutine())))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("example.org:80 is not on this machine")
                .hasMessageContaining("TestTime.REAL");
        var server = VertxLoop.vertx().createNetServer().connectHandler(socket -> {});
        assertThat(await(failure(awaitable(server.listen(80, "example.org")).asCoroutine())))
                .isInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> VertxLoop.vertx().createDatagramSocket(new DatagramSocketOptions()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("TestTime.REAL");
    }

    private static Coroutine<Throwable> failure(Coroutine<?> of) {
        return VertxFuturesTest.failureOf(of);
    }

    @AsyncTest
    void socketsAndMemoryAreNotMixed() throws IOException {
        VertxLoop.vertx();
        assertThat(await(failure(Net.openConnection("127.0.0.1", 80))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already polls with a network in memory");
    }

    @AsyncTest
    void norMemoryAndSockets() {
        Net.nettyLoop();
        assertThatThrownBy(VertxLoop::vertx)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("either sockets");
    }

    @AsyncTest
    void optionsOfSocketsDoNoHarm() {
        try (VertxLoop loop = VertxLoop.open(new VertxOptions().setWorkerPoolSize(1))) {
            var server = loop.get()
                    .createNetServer(new io.vertx.core.net.NetServerOptions()
                            .setReceiveBufferSize(10)
                            .setSendBufferSize(10)
                            .setSoLinger(1)
                            .setAcceptBacklog(1))
                    .connectHandler(socket -> socket.handler(socket::write));
            int port = await(awaitable(server.listen(0, "::1"))).actualPort();
            var client = loop.get().createNetClient();
            var socket = await(awaitable(client.connect(port, "::1")));
            await(awaitable(socket.write("0123456789abc")));
            socket.resume();
            StringBuilder got = new StringBuilder();
            socket.handler(got::append);
            await(sleep(Duration.ofSeconds(1)));
            assertThat(got).hasToString("0123456789abc");
            await(awaitable(client.close()));
        }
    }
}
