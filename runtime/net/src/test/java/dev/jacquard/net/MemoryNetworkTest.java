package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.testing.TestClock;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Channels in memory, without a library above them. */
class MemoryNetworkTest {
    private final List<String> trail = new ArrayList<>();
    private final List<Channel> accepted = new ArrayList<>();
    private MemoryNetwork network;

    /** Tells what happens to one side. */
    private final class Side extends ChannelInboundHandlerAdapter {
        private final String name;

        Side(String name) {
            this.name = name;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            trail.add(name + " active");
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            trail.add(name + " reads "
                    + (bytes.readableBytes() > 20 ? bytes.readableBytes() : bytes.toString(StandardCharsets.US_ASCII)));
            bytes.release();
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            trail.add(name + " inactive");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable e) {
            trail.add(name + " " + e);
        }
    }

    private ServerBootstrap server(boolean autoRead) {
        network = MemoryNetwork.ofRunningLoop();
        return new ServerBootstrap()
                .group(network.nettyLoop())
                .channelFactory(network.serverChannels())
                .childOption(io.netty.channel.ChannelOption.AUTO_READ, autoRead)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.add(channel);
                        channel.pipeline().addLast(new Side("server"));
                    }
                });
    }

    private Bootstrap client() {
        return new Bootstrap()
                .group(network.nettyLoop())
                .channelFactory(network.channels())
                .handler(new Side("client"));
    }

    @Async
    private Coroutine<Channel> connect(boolean autoRead) {
        Channel server = await(done(server(autoRead).bind("127.0.0.1", 0)));
        Channel client = await(done(client().connect(server.localAddress())));
        await(sleep(1)); // until the server has accepted, too
        trail.clear();
        return Coroutine.of(client);
    }

    private static Promise<Channel> done(ChannelFuture future) {
        Promise<Channel> promise = new Promise<>();
        future.addListener(f -> {
            if (f.isSuccess()) {
                promise.setResult(future.channel());
            } else {
                promise.setException(f.cause());
            }
        });
        return promise;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    // ---- streams of bytes ----------------------------------------------------------------------

    @AsyncTest
    void whatIsWrittenBeforeTheEndArrives() {
        Channel client = await(connect(true));
        client.write(bytes("ab"));
        client.write(bytes(""));
        client.writeAndFlush(bytes("cd"));
        client.close();
        await(sleep(1));
        assertThat(trail).containsExactly("server reads abcd", "client inactive", "server inactive");
        assertThat(accepted.get(0).isOpen()).isFalse();
    }

    @AsyncTest
    void nothingIsReadUnlessAsked() {
        Channel client = await(connect(false));
        client.writeAndFlush(bytes("ab"));
        await(sleep(1));
        assertThat(trail).isEmpty();
        accepted.get(0).read();
        accepted.get(0).read();
        await(sleep(1));
        assertThat(trail).containsExactly("server reads ab");
        client.writeAndFlush(bytes("cd")); // the end is behind it
        client.close();
        await(sleep(1));
        assertThat(trail).containsExactly("server reads ab", "client inactive");
        accepted.get(0).config().setAutoRead(true);
        await(sleep(1));
        assertThat(trail).endsWith("client inactive", "server reads cd", "server inactive");
    }

    @AsyncTest
    void aWriterWaitsForTheReader() {
        Channel client = await(connect(false));
        ChannelFuture first = client.writeAndFlush(Unpooled.buffer(100_000).writeZero(100_000));
        ChannelFuture second = client.writeAndFlush(Unpooled.buffer(100_000).writeZero(100_000));
        await(sleep(1));
        assertThat(first.isDone()).isFalse();
        assertThat(client.isWritable()).isFalse();
        accepted.get(0).config().setAutoRead(true);
        await(sleep(1));
        assertThat(first.isSuccess()).isTrue();
        assertThat(second.isSuccess()).isTrue();
        assertThat(client.isWritable()).isTrue();
        int sum = 0;
        for (String s : trail) {
            sum += Integer.parseInt(s.replace("server reads ", ""));
        }
        assertThat(sum).isEqualTo(200_000);
    }

    /** Who waits to write hears of it, even if it does not read. */
    @AsyncTest
    void aReaderThatLeavesBreaksThePipe() {
        Channel client = await(connect(false));
        client.config().setAutoRead(false);
        ByteBuf rest = Unpooled.buffer(100_000).writeZero(100_000);
        ChannelFuture write = client.writeAndFlush(rest);
        await(sleep(1));
        accepted.get(0).close();
        await(sleep(1));
        assertThat(write.cause()).isInstanceOf(IOException.class).hasMessage("Broken pipe");
        assertThat(rest.refCnt()).isZero();
        assertThat(trail).containsExactly("server inactive", "client inactive");
    }

    @AsyncTest
    void aWriterThatLeavesDropsTheRest() {
        Channel client = await(connect(false));
        ByteBuf rest = Unpooled.buffer(100_000).writeZero(100_000);
        ChannelFuture write = client.writeAndFlush(rest);
        client.close();
        await(sleep(1));
        assertThat(write.isSuccess()).isFalse();
        assertThat(rest.refCnt()).isZero();
        accepted.get(0).config().setAutoRead(true);
        await(sleep(1));
        assertThat(trail).endsWith("server inactive");
    }

    @AsyncTest
    void onlyBytesGoThroughMemory() {
        Channel client = await(connect(true));
        ChannelFuture write = client.writeAndFlush("text");
        assertThat(write.cause())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("String");
    }

    /** A server that is closed before it has come to a client. */
    @AsyncTest
    void aClientThatIsNotAcceptedIsClosed() {
        Channel server = await(done(server(true)
                .option(io.netty.channel.ChannelOption.AUTO_READ, false)
                .bind("127.0.0.1", 0)));
        await(done(client().connect(server.localAddress())));
        await(sleep(1));
        assertThat(trail).containsExactly("client active");
        server.close();
        await(sleep(1));
        assertThat(trail).containsExactly("client active", "client inactive");
        assertThat(accepted).isEmpty();
    }

    // ---- addresses -----------------------------------------------------------------------------

    @AsyncTest
    void addressesAreThoseOfAMachine() {
        Channel all = await(done(server(true).bind(new InetSocketAddress("0.0.0.0", 80))));
        Channel client = await(done(client().connect("127.0.0.1", 80)));
        await(sleep(1));
        SocketAddress here = client.localAddress();
        assertThat(client.remoteAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", 80));
        assertThat(here).isEqualTo(new InetSocketAddress("127.0.0.1", 49_152));
        assertThat(accepted.get(0).remoteAddress()).isEqualTo(here);
        assertThat(accepted.get(0).localAddress()).isEqualTo(client.remoteAddress());
        assertThat(accepted.get(0).parent()).isSameAs(all);
        ChannelFuture refused = client().connect("10.1.1.1", 80);
        await(sleep(1));
        assertThat(refused.cause()).hasMessageContaining("nobody listens at /10.1.1.1:80");
        assertThat(network).hasToString("MemoryNetwork[/0.0.0.0:80]");
    }

    // ---- time and threads ----------------------------------------------------------------------

    @AsyncTest
    void timersOfNettyAreOurs(TestClock clock) {
        IoEventLoop netty = MemoryNetwork.ofRunningLoop().nettyLoop();
        netty.schedule(() -> trail.add("once at " + clock.now()), 90, TimeUnit.MINUTES);
        ScheduledFuture<?> cancelled = netty.schedule(() -> trail.add("never"), 1, TimeUnit.MINUTES);
        ScheduledFuture<?> each =
                netty.scheduleAtFixedRate(() -> trail.add("each at " + clock.now()), 1, 1, TimeUnit.HOURS);
        netty.schedule(() -> each.cancel(false), 150, TimeUnit.MINUTES);
        cancelled.cancel(false);
        await(toThread(() -> netty.schedule(() -> trail.add("thread's at " + clock.now()), 2, TimeUnit.HOURS)));
        await(clock.runUntilIdle());
        assertThat(clock.now()).isEqualTo(Duration.ofMinutes(150));
        assertThat(trail).containsExactly("each at PT1H", "once at PT1H30M", "each at PT2H", "thread's at PT2H");
    }

    @Test
    void alsoOnTheSystemsClock() {
        run(() -> {
            Promise<Void> fired = new Promise<>();
            IoEventLoop netty = MemoryNetwork.ofRunningLoop().nettyLoop();
            assertThat(MemoryNetwork.ifTimeIsVirtual()).isNull();
            assertThat(Net.nettyLoop()).isSameAs(netty);
            netty.schedule(() -> fired.setResult(null), 5, TimeUnit.MILLISECONDS);
            await(fired);
            return Coroutine.done();
        });
    }

    @AsyncTest
    void knownWorkIsWaitedFor(TestClock clock) {
        MemoryNetwork memory = MemoryNetwork.ofRunningLoop();
        Promise<String> result = new Promise<>();
        Runnable work = memory.known(() -> {
            pause();
            memory.nettyLoop().execute(() -> result.setResult("at " + clock.now()));
        });
        new Thread(work).start();
        await(sleep(1)); // which comes after it
        assertThat(result.isDone()).isTrue();
        assertThat(await(result)).isEqualTo("at PT0S");
    }

    private static void pause() {
        try {
            Thread.sleep(20); // the other side would be faster
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingIsRunAfterTheLoopsEnd() {
        AtomicReference<IoEventLoop> netty = new AtomicReference<>();
        Channel client;
        try (AsyncTester tester = AsyncTester.builder().build()) {
            client = tester.run(() -> {
                netty.set(MemoryNetwork.ofRunningLoop().nettyLoop());
                return connect(true);
            });
            tester.run(() -> {
                netty.get().schedule(() -> trail.add("late"), 1, TimeUnit.HOURS);
                Net.whenClosing(() -> {
                    trail.add("closer");
                    return java.util.concurrent.CompletableFuture.completedFuture(null);
                });
                return Coroutine.done();
            });
        }
        assertThat(client.isOpen()).isFalse();
        assertThat(trail)
                .startsWith("closer")
                .contains("client inactive", "server inactive")
                .hasSize(3);
        assertThat(netty.get().isTerminated()).isTrue();
        assertThatThrownBy(() -> netty.get().execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    /** A library whose end takes time. */
    @Test
    void timeGoesOnWhileALibraryEnds() {
        try (AsyncTester tester = AsyncTester.builder().build()) {
            tester.run(() -> {
                IoEventLoop netty = MemoryNetwork.ofRunningLoop().nettyLoop();
                Net.whenClosing(() -> {
                    var end = new java.util.concurrent.CompletableFuture<Void>();
                    netty.schedule(
                            () -> {
                                trail.add("ended");
                                end.complete(null);
                            },
                            1,
                            TimeUnit.HOURS);
                    return end;
                });
                assertThat(getRunningLoop().isRunning()).isTrue();
                return Coroutine.done();
            });
        }
        assertThat(trail).containsExactly("ended");
    }
}
