package dev.jacquard.testing.net;

import dev.jacquard.testing.schedules.Event;
import java.util.function.Supplier;

/** One packet on its way: a step of the loop when it arrives. */
final class Delivery extends Event {
    private final Route route;
    private final int bytes;
    private final Supplier<String> what;
    private final Runnable arrives;

    Delivery(Route route, int bytes, Supplier<String> what, Runnable arrives) {
        this.route = route;
        this.bytes = bytes;
        this.what = what;
        this.arrives = arrives;
    }

    int bytes() {
        return bytes;
    }

    /** A new delivery of this packet, as an event happens once only. */
    Delivery again() {
        return new Delivery(route, bytes, what, arrives);
    }

    void arrive() {
        arrives.run();
    }

    @Override
    protected void happen() {
        route.arrived(this);
    }

    @Override
    protected Object stream() {
        return route;
    }

    @Override
    protected String who() {
        return route.to().name();
    }

    @Override
    protected String what() {
        return route.holdsBack() ? "does not get, held back: " + what.get() : what.get();
    }
}
