package dev.jacquard.net;

import dev.jacquard.EventLoop;
import dev.jacquard.loop.JobLoop;
import dev.jacquard.loop.Poller;
import io.netty.channel.Channel;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets a loop wait with Netty: what comes from sockets is handled on the loop's own thread, between its jobs. */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's, of a closing for which nobody waits here
final class NettyPoller implements Poller {
    /** Echo at 1,000 connections is faster with 32 than with 1 or without an end. */
    private static final int EVENTS_PER_ROUND = 32;

    private final IoBackend backend;
    private final DrivenLoop netty;
    private final Interrupts interrupts;
    private final LoopBuffers buffers = new LoopBuffers();
    private final OneThread thread = new OneThread();

    /** What is open on it, but for what libraries have opened; with who is told of its end. */
    private final Map<Channel, Runnable> channels = new HashMap<>();

    private boolean lent;

    /** What was written and held back, to go out before the loop polls. */
    private List<ChannelTransport> unflushed = new ArrayList<>();

    private List<ChannelTransport> flushing = new ArrayList<>();

    private final Closers closers = new Closers();

    // Each side writes its own field before it reads the other's, so that one of them sees the
    // other.
    private volatile boolean woken;
    private volatile boolean waiting;

    private final JobLoop loop;
    private boolean polling;
    private int events;

    /** By a job that was run while Netty handed in events; it leaves the loop after those. */
    private @Nullable Throwable thrown;

    private NettyPoller(EventLoop loop, IoBackend backend) {
        this.loop = (JobLoop) loop; // the only kind there is
        this.backend = backend;
        this.netty = new DrivenLoop(backend.handlers());
        this.interrupts = new Interrupts(netty::wakeup);
    }

    /** The poller of a loop, which waits with Netty from now on. */
    static NettyPoller of(EventLoop loop) {
        return loop.pollWith(NettyPoller.class, () -> new NettyPoller(loop, IoBackend.current()));
    }

    static NettyPoller of(EventLoop loop, IoBackend backend) {
        return loop.pollWith(NettyPoller.class, () -> new NettyPoller(loop, backend));
    }

    IoBackend backend() {
        return backend;
    }

    LoopBuffers buffers() {
        return buffers;
    }

    IoEventLoop netty() {
        checkThread();
        return netty;
    }

    /** Netty's loop for others, of whose channels we do not know. */
    IoEventLoop lend() {
        lent = true;
        return netty();
    }

    /** A channel is there; it is closed before the loop ends. */
    void opened(Channel channel) {
        channels.put(channel, ((EventLoop) loop).opened(channel));
    }

    /** It is closed. */
    void closed(Channel channel) {
        Runnable closed = channels.remove(channel);
        if (closed != null) {
            closed.run();
        }
    }

    /** Something may come from outside: a channel is there, or somebody who may open one. */
    @Override
    public boolean mayHaveEvents() {
        return lent || !channels.isEmpty();
    }

    void flushLater(ChannelTransport transport) {
        unflushed.add(transport);
    }

    @Override
    public void poll(long timeoutNanos) {
        checkThread();
        flush();
        polling = true;
        try {
            if (timeoutNanos == 0) {
                netty.runNow();
            } else {
                waitFor(timeoutNanos);
            }
        } finally {
            polling = false;
        }
        flush(); // written by handlers of Netty
        Throwable t = thrown;
        if (t != null) {
            thrown = null;
            if (t instanceof Error e) {
                throw e; // LoopExit above all
            }
            throw t instanceof RuntimeException r ? r : new IllegalStateException(t);
        }
    }

    /** Whether it waits, or is about to. */
    boolean isWaiting() {
        return waiting;
    }

    private void waitFor(long timeoutNanos) {
        waiting = true;
        interrupts.waiting();
        try {
            // 0 is "for ever" to Netty. It asks canBlock() again before it waits.
            netty.run(timeoutNanos < 0 ? 0 : timeoutNanos);
        } finally {
            interrupts.waited();
            waiting = false;
        }
        woken = false; // a wake-up that is lost here is none: the loop looks into its inbox next
    }

    /**
     * A channel has handed in what it had. If there are many, some are answered before the next ones are read: what
     * belongs to them is still in the processor's cache then.
     */
    void eventHandled() {
        if (polling && thrown == null && ++events % EVENTS_PER_ROUND == 0) {
            try {
                loop.runRoundInPoll();
            } catch (Throwable t) { // Netty would take it for the channel's
                thrown = t;
            }
        }
    }

    private void flush() {
        if (unflushed.isEmpty()) {
            return;
        }
        List<ChannelTransport> now = unflushed;
        unflushed = flushing;
        flushing = now;
        for (int i = 0; i < now.size(); i++) { // flushing may close others, but not add to this
            now.get(i).flush();
        }
        now.clear();
    }

    void whenClosing(Supplier<? extends CompletionStage<?>> closer) {
        closers.add(closer);
    }

    @Override
    public void wakeup() {
        woken = true;
        if (waiting) {
            netty.wakeup();
        }
    }

    /**
     * Closes all channels.
     *
     * @throws IllegalStateException on another thread than the one that has used it
     */
    @Override
    public void close() {
        if (netty.isTerminated()) {
            return;
        }
        checkThread();
        try {
            closers.run(this::turn); // I/O goes on
        } finally {
            unflushed.clear();
            closeChannels();
            netty.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            while (!netty.isTerminated()) {
                netty.run(TimeUnit.MILLISECONDS.toNanos(1));
            }
            buffers.close();
            NettyThread.leave();
        }
    }

    /**
     * Netty would close them when it is shut down, but on io_uring it does not wait for that: it has the kernel drop
     * requests to close that it has not come to. Such a socket stays open as long as the process runs, and a server's
     * goes on listening. So all is closed before.
     */
    private void closeChannels() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        Set<Channel> closing = new HashSet<>();
        while (!channels.isEmpty()
                && !netty.isShuttingDown() // a library should not do that
                && System.nanoTime() - deadline < 0) {
            for (Channel channel : List.copyOf(channels.keySet())) { // closing one may close others
                if (closing.add(channel)) {
                    channel.unsafe().close(channel.unsafe().voidPromise()); // at once, even if TLS
                }
            }
            turn();
        }
        netty.runNow(); // sends the last requests
    }

    private void turn() {
        woken = false; // nobody takes what was posted
        netty.run(TimeUnit.MILLISECONDS.toNanos(1));
    }

    /** The first thread that uses it is the one. */
    private void checkThread() {
        if (thread.begins()) {
            netty.setOwningThread(Thread.currentThread());
        }
    }

    @Override
    public String toString() {
        return "NettyPoller[" + backend + "]";
    }

    /** Netty's loop that runs when it is told to. */
    private final class DrivenLoop extends ManualIoEventLoop {
        @SuppressWarnings("NullAway") // no owner yet
        DrivenLoop(IoHandlerFactory factory) {
            super((IoEventLoopGroup) null, null, factory);
        }

        @Override
        protected boolean canBlock() {
            // Netty's NIO asks this before it would swallow an interrupt, which is the loop's.
            return !woken && !Thread.currentThread().isInterrupted();
        }
    }
}
