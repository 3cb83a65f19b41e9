package dev.jacquard.samples.kv;

import static dev.jacquard.samples.kv.CommandTable.equalsIgnoreCase;

import dev.jacquard.samples.kv.data.CommandException;
import dev.jacquard.samples.kv.data.Key;
import dev.jacquard.samples.kv.data.SortedSetValue;
import dev.jacquard.samples.kv.data.SortedSetValue.Scored;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Commands on sorted sets. */
final class SortedSetCommands {
    private SortedSetCommands() {}

    private static @Nullable SortedSetValue set(Client client, byte[][] words) {
        return client.store().get(new Key(words[1]), SortedSetValue.class);
    }

    private static SortedSetValue made(Client client, byte[][] words) {
        return client.store().getOrCreate(new Key(words[1]), SortedSetValue.class, SortedSetValue::new);
    }

    private static void removeIfEmpty(Client client, byte[][] words, SortedSetValue set) {
        if (set.size() == 0) {
            client.store().remove(new Key(words[1]));
        }
    }

    static void zadd(Client client, byte[][] words, Replies out) {
        new ZaddRequest(words).run(set(client, words), () -> made(client, words), out);
    }

    static void zincrby(Client client, byte[][] words, Replies out) {
        double increment = Numbers.parseDouble(words[2]);
        Key member = new Key(words[3]);
        SortedSetValue set = set(client, words);
        Double before = set == null ? null : set.score(member);
        double sum = sum(before, increment);
        made(client, words).put(member, sum);
        out.number(sum);
    }

    static double sum(@Nullable Double before, double increment) {
        double sum = before == null ? increment : before + increment;
        if (Double.isNaN(sum)) {
            throw new CommandException("ERR resulting score is not a number (NaN)");
        }
        return sum;
    }

    static void zrem(Client client, byte[][] words, Replies out) {
        SortedSetValue set = set(client, words);
        int removed = 0;
        if (set != null) {
            for (int i = 2; i < words.length; i++) {
                removed += set.remove(new Key(words[i])) ? 1 : 0;
            }
            removeIfEmpty(client, words, set);
        }
        out.integer(removed);
    }

    static void zcard(Client client, byte[][] words, Replies out) {
        SortedSetValue set = set(client, words);
        out.integer(set == null ? 0 : set.size());
    }

    static void zscore(Client client, byte[][] words, Replies out) {
        SortedSetValue set = set(client, words);
        Double score = set == null ? null : set.score(new Key(words[2]));
        if (score == null) {
            out.nil();
        } else {
            out.number(score);
        }
    }

    /** Counts those before it: Redis, with its skip list, is quicker here. */
    static void zrank(Client client, byte[][] words, Replies out) {
        SortedSetValue set = set(client, words);
        Key member = new Key(words[2]);
        Double score = set == null ? null : set.score(member);
        if (set == null || score == null) {
            out.nil();
        } else {
            out.integer(set.order().headSet(new Scored(score, member)).size());
        }
    }

    /** By rank; {@code BYSCORE} and {@code BYLEX} are not there. */
    static void zrange(Client client, byte[][] words, Replies out) {
        Span wanted = Span.parse(words[2], words[3]);
        boolean scores = false;
        boolean reverse = false;
        for (int i = 4; i < words.length; i++) {
            if (equalsIgnoreCase(words[i], "withscores")) {
                scores = true;
            } else if (equalsIgnoreCase(words[i], "rev")) {
                reverse = true;
            } else {
                throw CommandException.syntax();
            }
        }
        SortedSetValue set = set(client, words);
        Span span = wanted.of(set == null ? 0 : set.size());
        out.array(scores ? span.size() * 2 : span.size());
        if (set != null) {
            write(reverse ? set.order().descendingIterator() : set.order().iterator(), span, scores, out);
        }
    }

    private static void write(Iterator<Scored> all, Span span, boolean scores, Replies out) {
        for (int i = 0; i <= span.to(); i++) {
            Scored scored = all.next();
            if (i >= span.from()) {
                out.bulk(scored.member());
                if (scores) {
                    out.number(scored.score());
                }
            }
        }
    }

    static void zpopmin(Client client, byte[][] words, Replies out) {
        pop(client, words, true, out);
    }

    static void zpopmax(Client client, byte[][] words, Replies out) {
        pop(client, words, false, out);
    }

    private static void pop(Client client, byte[][] words, boolean first, Replies out) {
        if (words.length > 3) {
            throw CommandException.syntax();
        }
        int count = words.length == 3 ? ListCommands.count(words[2]) : 1;
        SortedSetValue set = set(client, words);
        int n = set == null ? 0 : Math.min(count, set.size());
        out.array(n * 2);
        for (int i = 0; set != null && i < n; i++) {
            Scored scored = set.pop(first);
            out.bulk(scored.member());
            out.number(scored.score());
        }
        if (set != null) {
            removeIfEmpty(client, words, set);
        }
    }
}
