package dev.jacquard.net;

import dev.jacquard.EventLoop;
import dev.jacquard.OutsideWork;
import dev.jacquard.loop.JobLoop;
import dev.jacquard.loop.Poller;
import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Waits as a loop does that knows no sockets; and ends, with the loop, what Netty does in memory. */
final class MemoryPoller implements Poller {
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(1);

    private final EventLoop loop;
    private final Poller parking = Poller.parking();
    private final OneThread thread = new OneThread();
    private final Closers closers = new Closers();
    private final Set<Channel> channels = new LinkedHashSet<>();
    private final MemoryLoop netty;
    private final MemoryNetwork network;

    /** How many things threads do. */
    private final AtomicInteger outside = new AtomicInteger();

    private MemoryPoller(EventLoop loop) {
        this.loop = loop;
        netty = new MemoryLoop((JobLoop) loop, thread, parking::wakeup);
        network = new MemoryNetwork(this);
    }

    static MemoryPoller of(EventLoop loop) {
        MemoryPoller poller;
        try {
            poller = loop.pollWith(MemoryPoller.class, () -> new MemoryPoller(loop));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "No network in memory: " + e.getMessage()
                            + ". A loop has either sockets (Net.openConnection, Net.nettyLoop) or a network in memory.",
                    e);
        }
        poller.thread.begins();
        return poller;
    }

    /** The one that a loop has, or null. */
    static @Nullable MemoryPoller ifUsed(EventLoop loop) {
        if (loop.pollWith(Poller.class, Poller::parking) instanceof MemoryPoller poller) { // whichever it has
            poller.thread.begins();
            return poller;
        }
        return null;
    }

    /** See {@link MemoryNetwork#known}. */
    Runnable known(Runnable work) {
        return new Known(work);
    }

    MemoryLoop netty() {
        return netty;
    }

    MemoryNetwork network() {
        return network;
    }

    Closers closers() {
        return closers;
    }

    void opened(Channel channel) {
        channels.add(channel);
    }

    void closed(Channel channel) {
        channels.remove(channel);
    }

    @Override
    public void poll(long timeoutNanos) {
        parking.poll(timeoutNanos);
    }

    @Override
    public void wakeup() {
        parking.wakeup();
    }

    @Override
    public boolean hasEvents() {
        return false; // what Netty has to do are jobs
    }

    @Override
    public void close() {
        if (netty.isTerminated()) {
            return;
        }
        thread.begins();
        try {
            closers.run(this::turn);
        } finally {
            for (Channel channel : List.copyOf(channels)) {
                channel.unsafe().close(channel.unsafe().voidPromise());
            }
            while (netty.turn()) {
                // what closing them has caused
            }
            netty.terminate();
            NettyThread.leave();
        }
    }

    /** Our loop runs no jobs any more. Time passes when all have done what they can. */
    private void turn() {
        boolean alone = outside.get() == 0; // before the look at what threads have left
        if (netty.turn()) {
            return;
        }
        if (alone && netty.skipToNextTimer()) {
            netty.turn();
        } else {
            parking.poll(MOMENT);
        }
    }

    /** What a thread does, known to our loop as long as that runs, and to this at its end. */
    private final class Known implements Runnable {
        private final Runnable work;
        private @Nullable OutsideWork outsideWork; // on the loop's thread only

        Known(Runnable work) {
            this.work = work;
            outside.incrementAndGet();
            post(() -> outsideWork = loop.outsideWork());
        }

        @Override
        public void run() {
            try {
                work.run();
            } finally {
                post(this::tell);
                outside.decrementAndGet();
            }
        }

        private void tell() {
            OutsideWork w = outsideWork;
            if (w != null) {
                w.close();
            }
        }

        private void post(Runnable callback) {
            try {
                loop.callSoonThreadSafe(callback);
            } catch (IllegalStateException closed) {
                parking.wakeup();
            }
        }
    }

    @Override
    public String toString() {
        return "a network in memory";
    }
}
