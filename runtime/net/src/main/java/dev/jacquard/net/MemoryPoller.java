package dev.jacquard.net;

import dev.jacquard.EventLoop;
import dev.jacquard.loop.JobLoop;
import dev.jacquard.loop.Poller;
import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Waits as a loop does that knows no sockets; and ends, with the loop, what Netty does in memory. */
final class MemoryPoller implements Poller {
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(1);

    private final Poller parking = Poller.parking();
    private final OneThread thread = new OneThread();
    private final Closers closers = new Closers();
    private final Set<Channel> channels = new LinkedHashSet<>();
    private final MemoryLoop netty;
    private final MemoryNetwork network;

    private MemoryPoller(JobLoop loop) {
        netty = new MemoryLoop(loop, thread, parking::wakeup);
        network = new MemoryNetwork(this);
    }

    static MemoryPoller of(EventLoop loop) {
        JobLoop jobs = (JobLoop) loop; // the only kind there is
        MemoryPoller poller;
        try {
            poller = loop.pollWith(MemoryPoller.class, () -> new MemoryPoller(jobs));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "No network in memory: " + e.getMessage()
                            + ". A loop has either sockets (Net.openConnection, Net.nettyLoop) or a network in memory.",
                    e);
        }
        poller.thread.begins();
        return poller;
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

    /** Our loop runs no jobs any more. */
    private void turn() {
        if (netty.turn()) {
            return;
        }
        parking.poll(MOMENT); // a thread of a library may have something
        if (!netty.turn() && netty.skipToNextTimer()) {
            netty.turn();
        }
    }

    @Override
    public String toString() {
        return "a network in memory";
    }
}
