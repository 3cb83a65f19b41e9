package dev.jacquard.testing.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One direction of one connection: its packets arrive in the order in which they are sent. */
final class Route {
    private static final long RESEND_NANOS = 200_000_000;

    private final SimulatedNetwork net;
    private final Host from;
    private final Host to;
    private final RandomGenerator random;
    private final ArrayDeque<Delivery> held = new ArrayDeque<>();
    private long lastArrival;
    private int onTheirWay;

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
        return p > 0 && net.happens(() -> "lose the connection " + this, p, random);
    }

    /**
     * Calls something at the other end, when a packet that is sent now has arrived.
     *
     * @param what happens then, for the story of a schedule
     */
    void send(int bytes, Supplier<String> what, Runnable arrives) {
        send(new Delivery(this, bytes, what, arrives));
    }

    private void send(Delivery delivery) {
        LinkSettings link = net.link(from, to);
        long now = net.loop().time().toNanos();
        long nanos = net.sentAt(from, to, delivery.bytes());
        nanos += link.delay().next(random, this::toString).toNanos();
        long resend = RESEND_NANOS;
        double loss = link.loss();
        while (loss > 0 && net.happens(() -> "lose a packet " + this, loss, random)) {
            nanos += resend;
            resend *= 2;
        }
        lastArrival = Math.max(lastArrival, nanos);
        if (lastArrival <= now && onTheirWay == 0) {
            delivery.happenSoon(net.loop());
        } else {
            delivery.happenAt(net.loop(), Duration.ofNanos(lastArrival));
        }
        onTheirWay++;
    }

    /** Whether what arrives now has to wait for the end of a partition. */
    boolean holdsBack() {
        return !held.isEmpty() || net.isCut(from, to);
    }

    void arrived(Delivery delivery) {
        onTheirWay--;
        if (holdsBack()) {
            held.add(delivery.again());
            net.holds(this);
        } else {
            delivery.arrive();
        }
    }

    /** The partition is over. */
    void release() {
        for (Delivery d = held.poll(); d != null; d = held.poll()) {
            send(d);
        }
    }

    /** For the story. */
    @Override
    public String toString() {
        return from.name() + " -> " + to.name();
    }
}
