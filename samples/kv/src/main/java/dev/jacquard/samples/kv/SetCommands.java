package dev.jacquard.samples.kv;

import dev.jacquard.samples.kv.data.CommandException;
import dev.jacquard.samples.kv.data.Key;
import dev.jacquard.samples.kv.data.SetValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands on sets. */
final class SetCommands {
    private SetCommands() {}

    private static @Nullable SetValue set(Client client, byte[] key) {
        return client.store().get(new Key(key), SetValue.class);
    }

    private static List<Key> members(Client client, byte[] key) {
        SetValue set = set(client, key);
        return set == null ? List.of() : set.members();
    }

    private static void removeIfEmpty(Client client, byte[] key, SetValue set) {
        if (set.size() == 0) {
            client.store().remove(new Key(key));
        }
    }

    static void sadd(Client client, byte[][] words, Replies out) {
        SetValue set = client.store().getOrCreate(new Key(words[1]), SetValue.class, SetValue::new);
        int added = 0;
        for (int i = 2; i < words.length; i++) {
            added += set.add(new Key(words[i])) ? 1 : 0;
        }
        out.integer(added);
    }

    static void srem(Client client, byte[][] words, Replies out) {
        SetValue set = set(client, words[1]);
        int removed = 0;
        if (set != null) {
            for (int i = 2; i < words.length; i++) {
                removed += set.remove(new Key(words[i])) ? 1 : 0;
            }
            removeIfEmpty(client, words[1], set);
        }
        out.integer(removed);
    }

    static void smembers(Client client, byte[][] words, Replies out) {
        out.keys(members(client, words[1]));
    }

    static void sismember(Client client, byte[][] words, Replies out) {
        SetValue set = set(client, words[1]);
        out.bool(set != null && set.contains(new Key(words[2])));
    }

    static void smismember(Client client, byte[][] words, Replies out) {
        SetValue set = set(client, words[1]);
        out.array(words.length - 2);
        for (int i = 2; i < words.length; i++) {
            out.bool(set != null && set.contains(new Key(words[i])));
        }
    }

    static void scard(Client client, byte[][] words, Replies out) {
        out.integer(members(client, words[1]).size());
    }

    static void spop(Client client, byte[][] words, Replies out) {
        if (words.length > 3) {
            throw CommandException.syntax();
        }
        boolean several = words.length == 3;
        int count = several ? ListCommands.count(words[2]) : 1;
        SetValue set = set(client, words[1]);
        int n = set == null ? 0 : Math.min(count, set.size());
        if (several) {
            out.array(n);
        } else if (n == 0) {
            out.nil();
        }
        for (int i = 0; set != null && i < n; i++) {
            out.bulk(set.pop(client.engine().random()));
        }
        if (set != null) {
            removeIfEmpty(client, words[1], set);
        }
    }

    static void srandmember(Client client, byte[][] words, Replies out) {
        SetValue set = set(client, words[1]);
        if (set == null) {
            out.nil();
        } else {
            out.bulk(set.random(client.engine().random()));
        }
    }

    static void sinter(Client client, byte[][] words, Replies out) {
        Set<Key> result = new LinkedHashSet<>(members(client, words[1]));
        for (int i = 2; i < words.length; i++) {
            SetValue other = set(client, words[i]);
            result.removeIf(member -> other == null || !other.contains(member));
        }
        out.keys(result);
    }

    static void sunion(Client client, byte[][] words, Replies out) {
        Set<Key> result = new LinkedHashSet<>();
        for (int i = 1; i < words.length; i++) {
            result.addAll(members(client, words[i]));
        }
        out.keys(result);
    }

    static void sdiff(Client client, byte[][] words, Replies out) {
        Set<Key> result = new LinkedHashSet<>(members(client, words[1]));
        for (int i = 2; i < words.length; i++) {
            members(client, words[i]).forEach(result::remove);
        }
        out.keys(result);
    }
}
