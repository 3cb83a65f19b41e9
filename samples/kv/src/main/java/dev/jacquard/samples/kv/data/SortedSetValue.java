package dev.jacquard.samples.kv.data;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Members with scores, in the order of these. */
public final class SortedSetValue {
    private final Map<Key, Double> scores = new HashMap<>();
    private final TreeSet<Scored> order = new TreeSet<>();

    /** How many there are. */
    public int size() {
        return order.size();
    }

    /** All of them from the lowest score on, seen through. */
    public NavigableSet<Scored> order() {
        return Collections.unmodifiableNavigableSet(order);
    }

    /** The score of a member, or null. */
    public @Nullable Double score(Key member) {
        return scores.get(member);
    }

    /** Gives a member a score. */
    public void put(Key member, double score) {
        Double before = scores.put(member, score);
        if (before != null) {
            order.remove(new Scored(before, member));
        }
        order.add(new Scored(score, member));
    }

    /** Removes a member; whether it was there. */
    public boolean remove(Key member) {
        Double before = scores.remove(member);
        return before != null && order.remove(new Scored(before, member));
    }

    /** Takes the first of at least one, or the last. */
    public Scored pop(boolean first) {
        Scored taken = first ? order.first() : order.last();
        remove(taken.member());
        return taken;
    }

    /** A member with its score; of equal scores, the members decide. */
    public record Scored(double score, Key member) implements Comparable<Scored> {
        /** Without the sign of zero: -0 and 0 are one score. */
        public Scored {
            score += 0.0;
        }

        @Override
        public int compareTo(Scored other) {
            int c = Double.compare(score, other.score);
            return c != 0 ? c : member.compareTo(other.member);
        }
    }
}
