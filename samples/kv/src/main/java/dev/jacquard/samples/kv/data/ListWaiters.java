package dev.jacquard.samples.kv.data;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.waitFor;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who waits until one of some lists has an element: first come, first served. */
public final class ListWaiters {
    private final Store store;
    private final Map<Key, Set<Waiter>> waiting = new HashMap<>();
    private final ArrayDeque<Key> ready = new ArrayDeque<>();

    /** An element and where it was taken. */
    public record Popped(Key key, byte[] element) {}

    private record Waiter(List<Key> keys, ListValue.End end, Promise<Popped> promise) {
        @Override
        public boolean equals(@Nullable Object o) {
            return this == o;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    ListWaiters(Store store) {
        this.store = store;
    }

    /** How many wait. */
    public int size() {
        return (int) waiting.values().stream().flatMap(Set::stream).distinct().count();
    }

    /**
     * Takes an element of the first list that has one, now.
     *
     * @return it, or null if all are empty
     */
    public @Nullable Popped popNow(List<Key> keys, ListValue.End end) {
        for (Key key : keys) {
            ListValue list = store.get(key, ListValue.class);
            if (list != null) {
                byte[] element = list.remove(end);
                if (list.size() == 0) {
                    store.remove(key);
                }
                return new Popped(key, element);
            }
        }
        return null;
    }

    /**
     * Waits for an element of one of the lists. What has been taken for a task that is cancelled meanwhile goes back to
     * its place.
     *
     * @param timeout how long at most; null for ever
     * @return it, or null after that time
     */
    @Async
    @SuppressWarnings("NullAway") // the result may be null, as its type says
    public Coroutine<@Nullable Popped> pop(List<Key> keys, ListValue.End end, @Nullable Duration timeout) {
        Waiter waiter = new Waiter(keys, end, new Promise<>());
        for (Key key : keys) {
            waiting.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(waiter);
        }
        try {
            Popped popped = timeout == null ? await(waiter.promise) : await(waitFor(waiter.promise, timeout));
            return Coroutine.of(popped);
        } catch (AsyncTimeoutException e) {
            return Coroutine.of(served(waiter) ? waiter.promise.result() : null);
        } catch (Throwable e) {
            if (served(waiter)) {
                giveBack(waiter);
            }
            throw e;
        } finally {
            forget(waiter);
        }
    }

    private static boolean served(Waiter waiter) {
        return waiter.promise.isDone() && !waiter.promise.isCancelled();
    }

    private void giveBack(Waiter waiter) {
        Popped popped = waiter.promise.result();
        if (store.get(popped.key) == null || store.get(popped.key) instanceof ListValue) {
            store.getOrCreate(popped.key, ListValue.class, ListValue::new).add(waiter.end, popped.element);
            pushed(popped.key);
            serve();
        }
    }

    private void forget(Waiter waiter) {
        for (Key key : waiter.keys) {
            Set<Waiter> ofKey = waiting.get(key);
            if (ofKey != null && ofKey.remove(waiter) && ofKey.isEmpty()) {
                waiting.remove(key);
            }
        }
    }

    /** A list has got elements; {@link #serve} is to follow when the command has been done. */
    public void pushed(Key key) {
        if (!waiting.isEmpty() && waiting.containsKey(key)) {
            ready.add(key);
        }
    }

    /** Gives elements to those who wait for them. */
    public void serve() {
        for (Key key = ready.poll(); key != null; key = ready.poll()) {
            serve(key);
        }
    }

    private void serve(Key key) {
        while (store.get(key) instanceof ListValue) {
            Set<Waiter> ofKey = waiting.get(key);
            if (ofKey == null) {
                return;
            }
            Waiter waiter = ofKey.iterator().next();
            forget(waiter);
            Popped popped = waiter.promise.isDone() ? null : popNow(List.of(key), waiter.end);
            if (popped != null) {
                waiter.promise.setResult(popped);
            }
        }
    }
}
