package dev.jacquard.samples.kv;

import dev.jacquard.samples.kv.data.CommandException;
import dev.jacquard.samples.kv.data.Key;
import dev.jacquard.samples.kv.data.ListValue;
import dev.jacquard.samples.kv.data.ListValue.End;
import dev.jacquard.samples.kv.data.ListWaiters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands on lists. */
final class ListCommands {
    private ListCommands() {}

    private static @Nullable ListValue list(Client client, byte[] key) {
        return client.store().get(new Key(key), ListValue.class);
    }

    private static void removeIfEmpty(Client client, byte[] key, ListValue list) {
        if (list.size() == 0) {
            client.store().remove(new Key(key));
        }
    }

    // ---- at the ends ---------------------------------------------------------------------------

    static void lpush(Client client, byte[][] words, Replies out) {
        push(client, words, End.LEFT, out);
    }

    static void rpush(Client client, byte[][] words, Replies out) {
        push(client, words, End.RIGHT, out);
    }

    static void lpushx(Client client, byte[][] words, Replies out) {
        pushIfPresent(client, words, End.LEFT, out);
    }

    static void rpushx(Client client, byte[][] words, Replies out) {
        pushIfPresent(client, words, End.RIGHT, out);
    }

    private static void pushIfPresent(Client client, byte[][] words, End end, Replies out) {
        if (list(client, words[1]) == null) {
            out.integer(0);
        } else {
            push(client, words, end, out);
        }
    }

    private static void push(Client client, byte[][] words, End end, Replies out) {
        Key key = new Key(words[1]);
        ListValue list = client.store().getOrCreate(key, ListValue.class, ListValue::new);
        for (int i = 2; i < words.length; i++) {
            list.add(end, words[i]);
        }
        client.store().waiters().pushed(key);
        out.integer(list.size());
    }

    static void lpop(Client client, byte[][] words, Replies out) {
        pop(client, words, End.LEFT, out);
    }

    static void rpop(Client client, byte[][] words, Replies out) {
        pop(client, words, End.RIGHT, out);
    }

    private static void pop(Client client, byte[][] words, End end, Replies out) {
        if (words.length > 3) {
            throw new CommandException(Engine.wrongNumber(CommandTable.lowerCase(words[0])));
        }
        boolean several = words.length == 3;
        int count = several ? count(words[2]) : 1;
        ListValue list = list(client, words[1]);
        if (list == null) {
            if (several) {
                out.nilArray();
            } else {
                out.nil();
            }
            return;
        }
        int n = Math.min(count, list.size());
        if (several) {
            out.array(n);
        }
        for (int i = 0; i < n; i++) {
            out.bulk(list.remove(end));
        }
        removeIfEmpty(client, words[1], list);
    }

    static int count(byte[] word) {
        int count;
        try {
            count = Numbers.parseIndex(word);
        } catch (CommandException e) {
            count = -1;
        }
        if (count < 0) {
            throw new CommandException("ERR value is out of range, must be positive");
        }
        return count;
    }

    // ---- waiting -------------------------------------------------------------------------------

    static void blpop(Client client, byte[][] words, Replies out) {
        popOrWait(client, words, End.LEFT, out);
    }

    static void brpop(Client client, byte[][] words, Replies out) {
        popOrWait(client, words, End.RIGHT, out);
    }

    private static void popOrWait(Client client, byte[][] words, End end, Replies out) {
        Duration timeout = timeout(words[words.length - 1]);
        List<Key> keys = new ArrayList<>();
        for (int i = 1; i < words.length - 1; i++) {
            keys.add(new Key(words[i]));
        }
        ListWaiters.Popped popped = client.store().waiters().popNow(keys, end);
        if (popped != null) {
            writePopped(popped, out);
        } else {
            client.setBlock(new Client.Block(keys, end, timeout));
        }
    }

    /** Seconds; null for ever. */
    private static @Nullable Duration timeout(byte[] word) {
        double seconds;
        try {
            seconds = Numbers.parseDouble(word);
        } catch (CommandException e) {
            throw new CommandException("ERR timeout is not a float or out of range");
        }
        if (seconds < 0) {
            throw new CommandException("ERR timeout is negative");
        }
        if (seconds > Integer.MAX_VALUE) {
            throw new CommandException("ERR timeout is out of range");
        }
        return seconds == 0 ? null : Duration.ofNanos((long) (seconds * 1e9));
    }

    static void writePopped(ListWaiters.@Nullable Popped popped, Replies out) {
        if (popped == null) {
            out.nilArray();
        } else {
            out.array(2);
            out.bulk(popped.key());
            out.bulk(popped.element());
        }
    }

    // ---- inside --------------------------------------------------------------------------------

    static void llen(Client client, byte[][] words, Replies out) {
        ListValue list = list(client, words[1]);
        out.integer(list == null ? 0 : list.size());
    }

    static void lrange(Client client, byte[][] words, Replies out) {
        Span wanted = Span.parse(words[2], words[3]);
        ListValue list = list(client, words[1]);
        Span span = wanted.of(list == null ? 0 : list.size());
        out.array(span.size());
        for (int i = span.from(); list != null && i <= span.to(); i++) {
            out.bulk(list.get(i));
        }
    }

    static void lindex(Client client, byte[][] words, Replies out) {
        int index = Numbers.parseIndex(words[2]);
        ListValue list = list(client, words[1]);
        int place = list == null ? -1 : place(index, list);
        out.bulkOrNil(place < 0 || list == null ? null : list.get(place));
    }

    /** An index from 0, or -1. */
    private static int place(int index, ListValue list) {
        int place = index < 0 ? list.size() + index : index;
        return place >= 0 && place < list.size() ? place : -1;
    }

    static void lset(Client client, byte[][] words, Replies out) {
        ListValue list = list(client, words[1]);
        if (list == null) {
            throw new CommandException("ERR no such key");
        }
        int place = place(Numbers.parseIndex(words[2]), list);
        if (place < 0) {
            throw new CommandException("ERR index out of range");
        }
        list.set(place, words[3]);
        out.ok();
    }

    static void ltrim(Client client, byte[][] words, Replies out) {
        Span wanted = Span.parse(words[2], words[3]);
        ListValue list = list(client, words[1]);
        if (list != null) {
            Span span = wanted.of(list.size());
            list.keep(span.from(), span.to());
            removeIfEmpty(client, words[1], list);
        }
        out.ok();
    }

    static void lrem(Client client, byte[][] words, Replies out) {
        int count = Numbers.parseIndex(words[2]);
        ListValue list = list(client, words[1]);
        if (list == null) {
            out.integer(0);
            return;
        }
        int most = count == 0 || count == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(count);
        out.integer(list.removeIf(element -> Arrays.equals(element, words[3]), count < 0 ? End.RIGHT : End.LEFT, most));
        removeIfEmpty(client, words[1], list);
    }
}
