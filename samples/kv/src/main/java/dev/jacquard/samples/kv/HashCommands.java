package dev.jacquard.samples.kv;

import dev.jacquard.samples.kv.data.CommandException;
import dev.jacquard.samples.kv.data.HashValue;
import dev.jacquard.samples.kv.data.Key;
import java.util.Map;

/** Commands on hashes. */
final class HashCommands {
    private HashCommands() {}

    /** The fields of a hash to look at; none of a key that is not there. */
    private static Map<Key, byte[]> fields(Client client, byte[][] words) {
        HashValue hash = client.store().get(new Key(words[1]), HashValue.class);
        return hash == null ? Map.of() : hash.fields();
    }

    /** The fields of a hash to change. */
    private static Map<Key, byte[]> made(Client client, byte[][] words) {
        return client.store()
                .getOrCreate(new Key(words[1]), HashValue.class, HashValue::new)
                .fields();
    }

    static void hset(Client client, byte[][] words, Replies out) {
        out.integer(setAll(client, words, "hset"));
    }

    static void hmset(Client client, byte[][] words, Replies out) {
        setAll(client, words, "hmset");
        out.ok();
    }

    private static int setAll(Client client, byte[][] words, String name) {
        if (words.length % 2 != 0) {
            throw new CommandException(Engine.wrongNumber(name));
        }
        Map<Key, byte[]> fields = made(client, words);
        int added = 0;
        for (int i = 2; i < words.length; i += 2) {
            added += fields.put(new Key(words[i]), words[i + 1]) == null ? 1 : 0;
        }
        return added;
    }

    static void hsetnx(Client client, byte[][] words, Replies out) {
        out.bool(made(client, words).putIfAbsent(new Key(words[2]), words[3]) == null);
    }

    static void hget(Client client, byte[][] words, Replies out) {
        out.bulkOrNil(fields(client, words).get(new Key(words[2])));
    }

    static void hmget(Client client, byte[][] words, Replies out) {
        Map<Key, byte[]> fields = fields(client, words);
        out.array(words.length - 2);
        for (int i = 2; i < words.length; i++) {
            out.bulkOrNil(fields.get(new Key(words[i])));
        }
    }

    static void hdel(Client client, byte[][] words, Replies out) {
        HashValue hash = client.store().get(new Key(words[1]), HashValue.class);
        int removed = 0;
        if (hash != null) {
            for (int i = 2; i < words.length; i++) {
                removed += hash.fields().remove(new Key(words[i])) == null ? 0 : 1;
            }
            if (hash.fields().isEmpty()) {
                client.store().remove(new Key(words[1]));
            }
        }
        out.integer(removed);
    }

    static void hexists(Client client, byte[][] words, Replies out) {
        out.bool(fields(client, words).containsKey(new Key(words[2])));
    }

    static void hlen(Client client, byte[][] words, Replies out) {
        out.integer(fields(client, words).size());
    }

    static void hkeys(Client client, byte[][] words, Replies out) {
        out.keys(fields(client, words).keySet());
    }

    static void hvals(Client client, byte[][] words, Replies out) {
        Map<Key, byte[]> fields = fields(client, words);
        out.array(fields.size());
        fields.values().forEach(out::bulk);
    }

    static void hgetall(Client client, byte[][] words, Replies out) {
        Map<Key, byte[]> fields = fields(client, words);
        out.array(fields.size() * 2);
        fields.forEach((field, value) -> {
            out.bulk(field);
            out.bulk(value);
        });
    }

    static void hincrby(Client client, byte[][] words, Replies out) {
        long increment = Numbers.parse(words[3]);
        Key field = new Key(words[2]);
        byte[] before = fields(client, words).get(field);
        long sum;
        try {
            sum = StringCommands.sum(before, increment);
        } catch (CommandException e) {
            throw e.reply().contains("overflow") ? e : new CommandException("ERR hash value is not an integer");
        }
        made(client, words).put(field, Numbers.format(sum));
        out.integer(sum);
    }
}
