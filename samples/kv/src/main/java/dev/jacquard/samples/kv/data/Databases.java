package dev.jacquard.samples.kv.data;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncEvent;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The numbered stores of a server, and what frees expired keys in them. */
public final class Databases {
    private static final Duration TICK = Duration.ofMillis(100);

    private final List<Store> stores;
    private final AsyncEvent deadlines = new AsyncEvent();

    /**
     * Empty stores.
     *
     * @param clock the time in ms since 1970
     */
    public Databases(int n, LongSupplier clock) {
        stores = IntStream.range(0, n)
                .mapToObj(i -> new Store(clock, deadlines::set))
                .toList();
    }

    /** The stores by their numbers. */
    public List<Store> stores() {
        return stores;
    }

    /**
     * Frees expired keys again and again, until it is cancelled. Sleeps for good while no key has a deadline: an idle
     * server does nothing.
     */
    @Async
    public Coroutine<Void> sweep() {
        for (; ; ) {
            await(deadlines.waitAsync());
            await(sleep(TICK));
            boolean more = false;
            for (Store store : stores) {
                more |= store.removeExpired();
            }
            if (!more) {
                deadlines.clear();
            }
        }
    }
}
