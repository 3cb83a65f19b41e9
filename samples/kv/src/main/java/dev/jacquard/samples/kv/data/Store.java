package dev.jacquard.samples.kv.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys and their values: {@code byte[]}, {@link ListValue}, {@link SetValue}, {@link HashValue} or
 * {@link SortedSetValue}. A key that has expired is not there any more, whether or not {@link #removeExpired} has come
 * by. For one thread.
 */
public final class Store {
    /** The deadline of what does not expire. */
    public static final long NEVER = Long.MAX_VALUE;

    /** A scan looks at each key once per step, so there are at most so many steps. */
    private static final int SCAN_STEPS = 64;

    private static final int SPARE_DEADLINES = 64;

    private final Map<Key, Entry> entries = new HashMap<>();
    private final Deadlines deadlines = new Deadlines();
    private final LongSupplier clock;
    private final Runnable onDeadline;
    private final ListWaiters waiters = new ListWaiters(this);
    private int expiring;

    /** A value and when it expires. */
    private static final class Entry {
        Object value;
        long deadline = NEVER;

        Entry(Object value) {
            this.value = value;
        }
    }

    /** Some of the keys, and where to go on; 0 at the end. */
    public record Scan(long cursor, List<Key> keys) {}

    /**
     * An empty store.
     *
     * @param clock the time in ms since 1970
     * @param onDeadline is called when a key gets a deadline
     */
    public Store(LongSupplier clock, Runnable onDeadline) {
        this.clock = clock;
        this.onDeadline = onDeadline;
    }

    /** The time in ms since 1970. */
    public long now() {
        return clock.getAsLong();
    }

    /** Who waits for elements of its lists. */
    public ListWaiters waiters() {
        return waiters;
    }

    // ---- values --------------------------------------------------------------------------------

    private @Nullable Entry entry(Key key) {
        Entry entry = entries.get(key);
        if (entry != null && entry.deadline != NEVER && entry.deadline <= now()) {
            remove(key);
            return null;
        }
        return entry;
    }

    /** The value of a key, or null. */
    public @Nullable Object get(Key key) {
        Entry entry = entry(key);
        return entry == null ? null : entry.value;
    }

    /**
     * The value of a key, or null.
     *
     * @throws CommandException if it is of another kind
     */
    public <T> @Nullable T get(Key key, Class<T> kind) {
        Object value = get(key);
        if (value == null || kind.isInstance(value)) {
            return kind.cast(value);
        }
        throw CommandException.wrongType();
    }

    /** The value of a key; a new one is made for a key that is not there. */
    public <T> T getOrCreate(Key key, Class<T> kind, Supplier<T> factory) {
        T value = get(key, kind);
        if (value == null) {
            value = factory.get();
            entries.put(key, new Entry(value));
        }
        return value;
    }

    /** Whether a key is there. */
    public boolean contains(Key key) {
        return entry(key) != null;
    }

    /** Sets a value, whatever was there, without a deadline. */
    public void put(Key key, Object value) {
        Entry entry = entries.get(key);
        if (entry == null) {
            entries.put(key, new Entry(value));
        } else {
            entry.value = value;
            setDeadline(key, entry, NEVER);
        }
    }

    /** Sets a value and leaves the deadline as it is. */
    public void replace(Key key, Object value) {
        Entry entry = entry(key);
        if (entry == null) {
            entries.put(key, new Entry(value));
        } else {
            entry.value = value;
        }
    }

    /** Removes a key; whether it was there. */
    public boolean remove(Key key) {
        Entry entry = entries.remove(key);
        if (entry == null) {
            return false;
        }
        boolean live = entry.deadline == NEVER || entry.deadline > now();
        setDeadline(key, entry, NEVER);
        return live;
    }

    /** Moves a value with its deadline; whether the key was there. */
    public boolean rename(Key from, Key to) {
        Entry entry = entry(from);
        if (entry == null) {
            return false;
        }
        long deadline = entry.deadline;
        remove(from);
        put(to, entry.value);
        expire(to, deadline);
        if (entry.value instanceof ListValue) {
            waiters.pushed(to);
        }
        return true;
    }

    /** Removes all. */
    public void clear() {
        entries.clear();
        deadlines.clear();
        expiring = 0;
    }

    // ---- deadlines -----------------------------------------------------------------------------

    /** When a key expires, in ms since 1970; {@link #NEVER} if it does not or is not there. */
    public long deadline(Key key) {
        Entry entry = entry(key);
        return entry == null ? NEVER : entry.deadline;
    }

    /** Lets a key expire at a time in ms since 1970, or {@link #NEVER}; whether it is there. */
    public boolean expire(Key key, long deadline) {
        Entry entry = entry(key);
        if (entry == null) {
            return false;
        }
        if (deadline <= now()) {
            remove(key);
        } else {
            setDeadline(key, entry, deadline);
        }
        return true;
    }

    private void setDeadline(Key key, Entry entry, long deadline) {
        if (entry.deadline == deadline) {
            return;
        }
        if (entry.deadline != NEVER) {
            expiring--;
        }
        entry.deadline = deadline;
        if (deadline != NEVER) {
            expiring++;
            deadlines.add(deadline, key);
            if (deadlines.size() > 2 * expiring + SPARE_DEADLINES) {
                forgetOldDeadlines();
            }
            onDeadline.run();
        }
    }

    private void forgetOldDeadlines() {
        deadlines.clear();
        entries.forEach((key, entry) -> {
            if (entry.deadline != NEVER) {
                deadlines.add(entry.deadline, key);
            }
        });
    }

    /** Frees what has expired; whether there is more that will. */
    public boolean removeExpired() {
        deadlines.takeDue(now(), (key, when) -> {
            Entry entry = entries.get(key);
            if (entry != null && entry.deadline == when) {
                remove(key);
            }
        });
        return !deadlines.isEmpty();
    }

    // ---- all keys ------------------------------------------------------------------------------

    /** How many keys there are; some may have expired a moment ago, as with Redis. */
    public int size() {
        return entries.size();
    }

    /** How many of the keys have a deadline. */
    public int expiring() {
        return expiring;
    }

    /** How many deadlines are kept, with those that do not hold any more. */
    public int deadlines() {
        return deadlines.size();
    }

    /** All keys. */
    public List<Key> keys() {
        removeExpired();
        return new ArrayList<>(entries.keySet());
    }

    /**
     * Some of the keys. One that is there from the first step to the last is given, whatever else comes and goes: a
     * step gives those whose hash code is in a range.
     *
     * @param cursor 0, or what the last step gave
     * @param count about so many
     */
    public Scan scan(long cursor, long count) {
        removeExpired();
        long all = 1L << 32;
        int n = Math.max(1, entries.size());
        long wanted = Math.min(n, Math.max(count, n / SCAN_STEPS));
        long from = Math.min(Math.max(0, cursor), all);
        long to = Math.min(all, from + Math.max(1, (long) ((double) all * wanted / n)));
        List<Key> keys = new ArrayList<>();
        for (Key key : entries.keySet()) {
            long place = spread(key);
            if (from <= place && place < to) {
                keys.add(key);
            }
        }
        return new Scan(to == all ? 0 : to, keys);
    }

    /** Hash codes of short keys are close to each other: scatters them, one to one. */
    private static long spread(Key key) {
        int h = key.hashCode() * 0x9E3779B1;
        h = (h ^ (h >>> 15)) * 0x85EBCA77;
        return (h ^ (h >>> 13)) & 0xffff_ffffL;
    }
}
