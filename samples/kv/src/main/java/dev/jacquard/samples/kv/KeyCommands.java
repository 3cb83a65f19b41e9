package dev.jacquard.samples.kv;

import static dev.jacquard.samples.kv.CommandTable.equalsIgnoreCase;

import dev.jacquard.samples.kv.data.CommandException;
import dev.jacquard.samples.kv.data.Glob;
import dev.jacquard.samples.kv.data.HashValue;
import dev.jacquard.samples.kv.data.Key;
import dev.jacquard.samples.kv.data.ListValue;
import dev.jacquard.samples.kv.data.SetValue;
import dev.jacquard.samples.kv.data.SortedSetValue;
import dev.jacquard.samples.kv.data.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands on keys of any kind. */
final class KeyCommands {
    private static final int SCANNED = 10;

    private KeyCommands() {}

    static void del(Client client, byte[][] words, Replies out) {
        int removed = 0;
        for (int i = 1; i < words.length; i++) {
            removed += client.store().remove(new Key(words[i])) ? 1 : 0;
        }
        out.integer(removed);
    }

    static void exists(Client client, byte[][] words, Replies out) {
        int found = 0;
        for (int i = 1; i < words.length; i++) {
            found += client.store().contains(new Key(words[i])) ? 1 : 0;
        }
        out.integer(found);
    }

    static void type(Client client, byte[][] words, Replies out) {
        out.simple(kind(client.store().get(new Key(words[1]))));
    }

    private static String kind(@Nullable Object value) {
        if (value instanceof byte[]) {
            return "string";
        } else if (value instanceof ListValue) {
            return "list";
        } else if (value instanceof SetValue) {
            return "set";
        } else if (value instanceof HashValue) {
            return "hash";
        } else if (value instanceof SortedSetValue) {
            return "zset";
        }
        return "none";
    }

    static void rename(Client client, byte[][] words, Replies out) {
        if (!client.store().rename(new Key(words[1]), new Key(words[2]))) {
            throw noSuchKey();
        }
        out.ok();
    }

    static void renamenx(Client client, byte[][] words, Replies out) {
        Key from = new Key(words[1]);
        Key to = new Key(words[2]);
        if (!client.store().contains(from)) {
            throw noSuchKey();
        }
        out.bool(!client.store().contains(to) && client.store().rename(from, to));
    }

    private static CommandException noSuchKey() {
        return new CommandException("ERR no such key");
    }

    // ---- deadlines -----------------------------------------------------------------------------

    static void expire(Client client, byte[][] words, Replies out) {
        expire(client, words, 1000, client.store().now(), "expire", out);
    }

    static void pexpire(Client client, byte[][] words, Replies out) {
        expire(client, words, 1, client.store().now(), "pexpire", out);
    }

    static void expireat(Client client, byte[][] words, Replies out) {
        expire(client, words, 1000, 0, "expireat", out);
    }

    static void pexpireat(Client client, byte[][] words, Replies out) {
        expire(client, words, 1, 0, "pexpireat", out);
    }

    private static void expire(Client client, byte[][] words, int unit, long since, String command, Replies out) {
        long deadline = Deadline.at(Numbers.parse(words[2]), unit, since, command);
        Key key = new Key(words[1]);
        Store store = client.store();
        ExpireOptions options = ExpireOptions.parse(words);
        out.bool(store.contains(key) && options.allow(store.deadline(key), deadline) && store.expire(key, deadline));
    }

    static void persist(Client client, byte[][] words, Replies out) {
        Key key = new Key(words[1]);
        out.bool(client.store().deadline(key) != Store.NEVER && client.store().expire(key, Store.NEVER));
    }

    static void ttl(Client client, byte[][] words, Replies out) {
        writeTime(client, words, client.store().now(), 1000, out);
    }

    static void pttl(Client client, byte[][] words, Replies out) {
        writeTime(client, words, client.store().now(), 1, out);
    }

    static void expiretime(Client client, byte[][] words, Replies out) {
        writeTime(client, words, 0, 1000, out);
    }

    static void pexpiretime(Client client, byte[][] words, Replies out) {
        writeTime(client, words, 0, 1, out);
    }

    /** -1 if it does not expire, -2 if it is not there. */
    private static void writeTime(Client client, byte[][] words, long since, int unit, Replies out) {
        Key key = new Key(words[1]);
        long deadline = client.store().deadline(key);
        if (deadline != Store.NEVER) {
            out.integer((deadline - since + unit / 2) / unit);
        } else {
            out.integer(client.store().contains(key) ? -1 : -2);
        }
    }

    // ---- all of them ---------------------------------------------------------------------------

    static void keys(Client client, byte[][] words, Replies out) {
        Glob glob = new Glob(words[1]);
        out.keys(client.store().keys().stream()
                .filter(k -> glob.matches(k.bytes()))
                .toList());
    }

    static void scan(Client client, byte[][] words, Replies out) {
        long cursor = cursor(words[1]);
        long count = SCANNED;
        Glob glob = null;
        String kind = null;
        for (int i = 2; i < words.length; i += 2) {
            if (i + 1 == words.length) {
                throw CommandException.syntax();
            }
            if (equalsIgnoreCase(words[i], "match")) {
                glob = new Glob(words[i + 1]);
            } else if (equalsIgnoreCase(words[i], "type")) {
                kind = CommandTable.lowerCase(words[i + 1]);
            } else if (equalsIgnoreCase(words[i], "count")) {
                count = Numbers.parse(words[i + 1]);
            } else {
                throw CommandException.syntax();
            }
        }
        if (count < 1) {
            throw CommandException.syntax();
        }
        Store.Scan scan = client.store().scan(cursor, count);
        out.array(2);
        out.bulk(Numbers.format(scan.cursor()));
        out.keys(filtered(client.store(), scan.keys(), glob, kind));
    }

    private static long cursor(byte[] word) {
        try {
            return Numbers.parse(word);
        } catch (CommandException e) {
            throw new CommandException("ERR invalid cursor");
        }
    }

    private static List<Key> filtered(Store store, List<Key> keys, @Nullable Glob glob, @Nullable String kind) {
        return keys.stream()
                .filter(key -> glob == null || glob.matches(key.bytes()))
                .filter(key -> kind == null || kind.equals(kind(store.get(key))))
                .toList();
    }

    static void randomkey(Client client, byte[][] words, Replies out) {
        List<Key> keys = client.store().keys();
        if (keys.isEmpty()) {
            out.nil();
        } else {
            out.bulk(keys.get(client.engine().random().nextInt(keys.size())));
        }
    }

    static void dbsize(Client client, byte[][] words, Replies out) {
        out.integer(client.store().size());
    }

    static void flushdb(Client client, byte[][] words, Replies out) {
        checkFlush(words);
        client.store().clear();
        out.ok();
    }

    static void flushall(Client client, byte[][] words, Replies out) {
        checkFlush(words);
        client.engine().databases().stores().forEach(Store::clear);
        out.ok();
    }

    /** Both ways are the same here: memory is freed by the garbage collector. */
    private static void checkFlush(byte[][] words) {
        boolean fine = words.length == 1
                || (words.length == 2 && (equalsIgnoreCase(words[1], "sync") || equalsIgnoreCase(words[1], "async")));
        if (!fine) {
            throw CommandException.syntax();
        }
    }
}
