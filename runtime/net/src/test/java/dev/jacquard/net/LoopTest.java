package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.net.OnLoop.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.LoopDeadlockException;
import dev.jacquard.LoopExit;
import dev.jacquard.Promise;
import dev.jacquard.Runner;
import dev.jacquard.annotations.Async;
import dev.jacquard.loop.Clock;
import dev.jacquard.loop.VirtualClock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A loop that waits with Netty. */
class LoopTest {
    private static final int POSTS = 100_000;
    private static final int THREADS = 4;

    @ParameterizedTest
    @CsvSource({"NIO, false", "NIO, true", "EPOLL, false", "EPOLL, true", "IO_URING, false", "IO_URING, true"})
    void losesNoPosts(IoBackend backend, boolean busy) throws InterruptedException {
        int arrived = OnLoop.run(backend, () -> posted(busy));
        assertThat(arrived).isEqualTo(POSTS);
    }

    @Async
    private static Coroutine<Integer> posted(boolean busy) throws InterruptedException {
        EventLoop loop = getRunningLoop();
        Promise<Void> all = new Promise<>();
        int[] arrived = {0};
        for (int t = 0; t < THREADS; t++) {
            new Thread(() -> {
                        for (int i = 0; i < POSTS / THREADS; i++) {
                            loop.callSoonThreadSafe(() -> {
                                if (++arrived[0] == POSTS) {
                                    all.setResult(null);
                                }
                            });
                        }
                    })
                    .start();
        }
        while (busy && !all.isDone()) {
            await(sleep(0));
        }
        await(all);
        return Coroutine.of(arrived[0]);
    }

    @ParameterizedTest
    @EnumSource
    void idlesWithoutTurning(IoBackend backend) {
        Assumptions.assumeTrue(backend.isAvailable());
        AtomicInteger looks = new AtomicInteger();
        Clock system = Clock.system();
        Clock counting = () -> {
            looks.incrementAndGet();
            return system.nanos();
        };
        EventLoop loop = EventLoop.builder().clock(counting).build();
        NettyPoller.of(loop, backend);
        try (Runner runner = Runner.builder().loopFactory(() -> loop).build()) {
            runner.run(sleep(Duration.ofMillis(500)));
        }
        // A round that waits looks at the clock two times; without a pause it would be thousands.
        assertThat(looks.get()).isLessThan(50);
    }

    @ParameterizedTest
    @EnumSource
    void interruptEndsIt(IoBackend backend) throws InterruptedException {
        Assumptions.assumeTrue(backend.isAvailable());
        for (int i = 0; i < 50; i++) {
            CountDownLatch running = new CountDownLatch(1);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            EventLoop loop = backend.newLoop();
            NettyPoller poller = NettyPoller.of(loop);
            Thread thread = new Thread(() -> {
                loop.callSoon(running::countDown);
                try {
                    loop.runForever();
                } catch (Throwable e) {
                    thrown.set(e);
                } finally {
                    loop.close();
                }
            });
            thread.start();
            running.await();
            while (i % 2 == 0 && !poller.isWaiting()) {
                Thread.onSpinWait(); // half of them before it waits: either way has to work
            }
            thread.interrupt();
            thread.join();
            assertThat(thrown.get()).isInstanceOf(LoopExit.class).hasMessageContaining("interrupt");
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopsAndRunsAgain(IoBackend backend) {
        Assumptions.assumeTrue(backend.isAvailable());
        EventLoop loop = backend.newLoop();
        List<String> trail = new ArrayList<>();
        for (String name : List.of("first", "second")) {
            loop.callSoon(() -> {
                trail.add(name);
                loop.stop();
            });
            loop.runForever();
        }
        loop.close();
        loop.close();
        assertThat(trail).containsExactly("first", "second");
        assertThat(loop.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void belongsToTheThreadThatRunsItFirst(IoBackend backend) throws InterruptedException {
        Assumptions.assumeTrue(backend.isAvailable());
        EventLoop loop = backend.newLoop(); // made here, run there
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch tried = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        Thread owner = new Thread(
                () -> {
                    try {
                        loop.runUntilComplete(sleep(1));
                        ran.countDown();
                        tried.await();
                        loop.close();
                    } catch (Throwable e) {
                        thrown.set(e);
                    }
                },
                "owner");
        owner.start();
        ran.await();
        assertThatThrownBy(() -> loop.runUntilComplete(sleep(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"owner\"")
                .hasMessageContaining(Thread.currentThread().getName());
        tried.countDown();
        owner.join();
        assertThat(thrown.get()).isNull();
        assertThat(loop.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void closingClosesWhatIsOpen(IoBackend backend) throws Exception {
        Assumptions.assumeTrue(backend.isAvailable());
        openAndForget(backend); // loads what keeps descriptors
        int before = OnLoop.descriptors();
        for (int i = 0; i < 50; i++) {
            openAndForget(backend);
        }
        assertThat(OnLoop.descriptors()).isLessThanOrEqualTo(before);
    }

    private static void openAndForget(IoBackend backend) {
        EventLoop loop = backend.newLoop();
        loop.setExceptionHandler((l, e) -> {}); // tasks that are still waiting are told
        loop.runUntilComplete(forgetful());
        loop.close();
    }

    @Async
    private static Coroutine<Void> forgetful() {
        try {
            Server server = await(Net.startServer((r, w) -> r.readAll(), HOST, 0));
            for (int i = 0; i < 5; i++) {
                StreamConnection c = await(Net.openConnection(HOST, server.port()));
                c.writer().write("left in the middle");
            }
            await(Net.openDatagram(DatagramOptions.builder().build()));
            await(bindAsLibrary());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Coroutine.done();
    }

    /** Opens what only the library knows of, which therefore closes it. */
    @Async
    private static Coroutine<Void> bindAsLibrary() throws IOException {
        ChannelFuture binding = new ServerBootstrap()
                .group(Net.nettyLoop())
                .channel(Net.backend().serverSocketChannel())
                .childHandler(new ChannelInboundHandlerAdapter())
                .bind(HOST, 0);
        await(Promises.of(getRunningLoop(), binding), IOException.class);
        Net.whenClosing(() -> {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            binding.channel().close().addListener(c -> closed.complete(null));
            return closed;
        });
        return Coroutine.done();
    }

    /** Netty alone, on io_uring, leaves one of ten listening for ever. */
    @ParameterizedTest
    @EnumSource
    void closingEndsListening(IoBackend backend) throws IOException {
        Assumptions.assumeTrue(backend.isAvailable());
        for (int i = 0; i < 100; i++) {
            EventLoop loop = backend.newLoop();
            Server server = loop.runUntilComplete(Net.startServer(Handlers::echo, HOST, 0));
            loop.close();
            assertThatThrownBy(() -> new Socket(HOST, server.port()).close()).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void virtualTimeJumpsAndKnowsDeadlocks() {
        EventLoop loop = EventLoop.builder().clock(new VirtualClock()).build();
        NettyPoller.of(loop, IoBackend.NIO);
        loop.runUntilComplete(sleep(Duration.ofDays(30)));
        assertThat(loop.time()).isEqualTo(Duration.ofDays(30));
        assertThatThrownBy(() -> loop.runUntilComplete(new Promise<Void>(loop)))
                .isInstanceOf(LoopDeadlockException.class);
        loop.close();
    }

    @ParameterizedTest
    @EnumSource
    void lendsItsLoopToLibraries(IoBackend backend) {
        OnLoop.run(backend, () -> {
            Thread here = Thread.currentThread();
            Promise<Thread> there = new Promise<>();
            Net.nettyLoop().execute(() -> there.setResult(Thread.currentThread()));
            assertThat(await(there)).isSameAs(here);
            assertThat(Net.backend()).isSameAs(backend);
            assertThat(Net.nettyLoop().inEventLoop()).isTrue();
            return Coroutine.done();
        });
    }
}
