package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.Runner;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
import dev.jacquard.net.Net;
import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestTime;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUringIoHandler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@AsyncSettings(time = TestTime.REAL)
class VertxLoopTest {
    @AsyncTest
    void thereIsOnePerLoop() {
        assertThat(VertxLoop.vertx()).isSameAs(VertxLoop.vertx());
        assertThatThrownBy(VertxLoop::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("VertxLoop.vertx()");
    }

    @Test
    void needsALoop() {
        assertThatThrownBy(VertxLoop::vertx)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no running loop");
    }

    @AsyncTest
    void tasksAreInOneContextOfTheLoop() {
        Vertx vertx = VertxLoop.vertx();
        Context context = Vertx.currentContext();
        assertThat(context.owner()).isSameAs(vertx);
        assertThat(context.isEventLoopContext()).isTrue();
        await(sleep(1));
        assertThat(Vertx.currentContext()).isSameAs(context);
        assertThat(vertx.getOrCreateContext()).isSameAs(context);
    }

    @AsyncTest
    void runsWhatIsRunOnAnyOfItsContextsHere() {
        Thread here = Thread.currentThread();
        List<Thread> threads = new ArrayList<>();
        Promise<Void> all = new Promise<>();
        for (int i = 0; i < 3; i++) {
            VertxLoop.vertx().getOrCreateContext().runOnContext(v -> {
                threads.add(Thread.currentThread());
                if (threads.size() == 3) {
                    all.setResult(null);
                }
            });
        }
        await(all);
        assertThat(threads).containsOnly(here);
    }

    @ParameterizedTest
    @EnumSource
    void timersWakeALoopThatIdles(IoBackend backend) {
        Assumptions.assumeTrue(backend.isAvailable());
        try (Runner runner = Runner.builder().loopFactory(backend::newLoop).build()) {
            List<Object> trail = runner.run(() -> timers());
            assertThat(trail).containsExactly("short", "long", "tick", "tick", "tick");
        }
    }

    /** Nothing else wakes it: no task sleeps, no timer of ours is set. */
    @Async
    static Coroutine<List<Object>> timers() {
        Thread here = Thread.currentThread();
        Vertx vertx = VertxLoop.vertx();
        assertThat(vertx.isNativeTransportEnabled()).isTrue(); // Vert.x takes all but its own for it
        assertThat(VertxLoop.transport().name()).isEqualTo(backendsName());
        List<Object> trail = new ArrayList<>();
        Promise<Void> done = new Promise<>();
        vertx.setTimer(30, id -> add(trail, "long", here));
        vertx.setTimer(10, id -> add(trail, "short", here));
        vertx.setTimer(
                40,
                id -> vertx.setPeriodic(5, tick -> {
                    add(trail, "tick", here);
                    if (trail.size() == 5) {
                        vertx.cancelTimer(tick);
                        done.setResult(null);
                    }
                }));
        await(done);
        return Coroutine.of(trail);
    }

    private static String backendsName() {
        String handler = Net.nettyLoop().isIoType(NioIoHandler.class) ? "nio" : "";
        handler += Net.nettyLoop().isIoType(EpollIoHandler.class) ? "epoll" : "";
        handler += Net.nettyLoop().isIoType(IoUringIoHandler.class) ? "io_uring" : "";
        return handler;
    }

    private static void add(List<Object> trail, String what, Thread here) {
        trail.add(Thread.currentThread() == here ? what : Thread.currentThread());
    }

    @AsyncTest
    void aBlockingCallReturnsToTheLoop() {
        Thread here = Thread.currentThread();
        Promise<Thread> listener = new Promise<>();
        Thread there = await(awaitable(VertxLoop.vertx()
                .executeBlocking(Thread::currentThread)
                .onSuccess(t -> listener.setResult(Thread.currentThread()))));
        assertThat(there).isNotSameAs(here);
        assertThat(there.isDaemon()).isTrue();
        assertThat(await(listener)).isSameAs(here); // it may be told after us
        assertThat(Thread.currentThread()).isSameAs(here);
    }

    @AsyncTest
    void closesWhileTheLoopGoesOn() {
        Thread worker;
        Vertx first;
        try (VertxLoop v = VertxLoop.open(new VertxOptions().setWorkerPoolSize(1))) {
            first = v.get();
            assertThat(VertxLoop.vertx()).isSameAs(first);
            worker = await(awaitable(first.executeBlocking(Thread::currentThread)));
        }
        assertThat(Vertx.currentContext()).isNull();
        awaitEnd(worker);
        await(sleep(1));
        Vertx second = VertxLoop.vertx();
        assertThat(second).isNotSameAs(first);
        assertThat(Vertx.currentContext().owner()).isSameAs(second);
        await(awaitable(second.timer(1, TimeUnit.MILLISECONDS)));
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thread.isAlive()).isFalse();
    }

    @AsyncTest
    void mayBeClosedByItself() {
        Vertx first = VertxLoop.vertx();
        await(awaitable(first.close()));
        await(awaitable(first.close()));
        assertThat(Vertx.currentContext()).isNull();
        assertThat(VertxLoop.vertx()).isNotSameAs(first);
    }

    @AsyncTest
    void closingTwiceIsClosingOnce() {
        VertxLoop v = VertxLoop.open();
        await(v.closeAsync());
        await(v.closeAsync());
        assertThat(Vertx.currentContext()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void isClosedWithTheLoopWhileAServerRuns(IoBackend backend) throws Exception {
        Assumptions.assumeTrue(backend.isAvailable());
        List<Object> found = new ArrayList<>();
        try (Runner runner = Runner.builder().loopFactory(backend::newLoop).build()) {
            runner.run(() -> serve(found));
        }
        assertThat(Vertx.currentContext()).isNull();
        awaitEnd((Thread) found.get(0));
        int port = (Integer) found.get(1);
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
    }

    @Async
    static Coroutine<Void> serve(List<Object> found) {
        Vertx vertx = VertxLoop.vertx();
        found.add(await(awaitable(vertx.executeBlocking(Thread::currentThread))));
        HttpServer server =
                vertx.createHttpServer().requestHandler(r -> r.response().end());
        found.add(await(awaitable(server.listen(0, "127.0.0.1"))).actualPort());
        return Coroutine.done();
    }

    @Test
    void eachLoopHasItsOwn() {
        Vertx first = run(() -> Coroutine.of(VertxLoop.vertx()));
        Vertx second = run(() -> {
            Vertx v = VertxLoop.vertx();
            assertThat(Vertx.currentContext().owner()).isSameAs(v);
            await(awaitable(v.timer(1, TimeUnit.MILLISECONDS)));
            return Coroutine.of(v);
        });
        assertThat(first).isNotSameAs(second);
        assertThat(Vertx.currentContext()).isNull();
    }

    @AsyncTest
    void verticlesRunOnTheLoop() {
        Thread here = Thread.currentThread();
        AtomicReference<Thread> started = new AtomicReference<>();
        String id = await(awaitable(VertxLoop.vertx().deployVerticle(context -> {
            started.set(Thread.currentThread());
            return VertxFutures.toVertx(sleep(1));
        })));
        assertThat(started).hasValue(here);
        await(awaitable(VertxLoop.vertx().undeploy(id)));
    }

    @AsyncTest
    void theEventBusDeliversOnTheLoop() {
        Thread here = Thread.currentThread();
        VertxLoop.vertx()
                .eventBus()
                .<String>consumer(
                        "up",
                        m -> m.reply(m.body().toUpperCase(java.util.Locale.ROOT) + (Thread.currentThread() == here)));
        String reply = await(awaitable(VertxLoop.vertx().eventBus().<String>request("up", "a")))
                .body();
        assertThat(reply).isEqualTo("Atrue");
    }

    @AsyncTest
    void aVertxOfOnesOwnTakesTheLoopAsItsTransport() {
        Thread here = Thread.currentThread();
        Vertx own = Vertx.builder()
                .with(new VertxOptions().setUseDaemonThread(true))
                .withTransport(VertxLoop.transport())
                .build();
        Promise<Thread> thread = new Promise<>();
        own.setTimer(1, id -> thread.setResult(Thread.currentThread()));
        assertThat(await(thread)).isSameAs(here);
        await(awaitable(own.close()));
        assertThat(Net.nettyLoop().isShuttingDown()).isFalse();
        await(sleep(1));
    }

    /** Posts of many threads, in the midst of Vert.x' own. */
    @AsyncTest
    void noWakeUpIsLost() {
        int threads = 4;
        int calls = 500;
        Vertx vertx = VertxLoop.vertx();
        Context context = vertx.getOrCreateContext();
        List<Integer> seen = new ArrayList<>();
        Promise<Void> all = new Promise<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < calls; i++) {
                    int n = i;
                    context.runOnContext(v -> {
                        seen.add(n);
                        if (seen.size() == threads * calls) {
                            all.setResult(null);
                        }
                    });
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        await(all);
        assertThat(seen).hasSize(threads * calls);
        assertThat(getRunningLoop().isRunning()).isTrue();
    }
}
