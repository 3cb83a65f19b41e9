package dev.jacquard.testing.net;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/** One direction of one connection: its packets arrive in the order in which they are sent. */
final class Route {
    private static final long RESEND_NANOS = 200_000_000;

    private record Packet(int bytes, Runnable arrives) {}

    private final SimulatedNetwork net;
    private final Host from;
    private final Host to;
    private final RandomGenerator random;
    private final ArrayDeque<Packet> held = new ArrayDeque<>();
    private long lastArrival;

    Route(SimulatedNetwork net, Host from, Host to, RandomGenerator random) {
        this.net = net;
        this.from = from;
        this.to = to;
        this.random = random;
    }

    Host from() {
        return from;
    }

    Host to() {
        return to;
    }

    /** Whether the packet that is sent next breaks the connection. */
    boolean breaks() {
        double p = net.link(from, to).breaks();
        return p > 0 && random.nextDouble() < p;
    }

    /** Calls something at the other end, when a packet that is sent now has arrived. */
    void send(int bytes, Runnable arrives) {
        LinkSettings link = net.link(from, to);
        long nanos = net.sentAt(from, to, bytes) + link.delay().next(random).toNanos();
        long resend = RESEND_NANOS;
        while (link.loss() > 0 && random.nextDouble() < link.loss()) {
            nanos += resend;
            resend *= 2;
        }
        lastArrival = Math.max(lastArrival, nanos);
        Packet packet = new Packet(bytes, arrives);
        net.loop().callAt(java.time.Duration.ofNanos(lastArrival), () -> arrived(packet));
    }

    private void arrived(Packet packet) {
        if (!held.isEmpty() || net.isCut(from, to)) {
            held.add(packet);
            net.holds(this);
        } else {
            packet.arrives.run();
        }
    }

    /** The partition is over. */
    void release() {
        for (Packet p = held.poll(); p != null; p = held.poll()) {
            send(p.bytes, p.arrives);
        }
    }
}
