package dev.jacquard.streams;

import dev.jacquard.streams.internal.ByteQueue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

/** What a read looks for: one of several separators, and where it was found. */
final class Separators {
    private final byte[][] separators; // the shortest first: of two that end together it wins
    private int start;
    private int end;

    Separators(byte[]... separators) {
        if (separators.length == 0) {
            throw new IllegalArgumentException("Separator should contain at least one element");
        }
        for (byte[] separator : separators) {
            Objects.requireNonNull(separator, "a separator is null");
        }
        this.separators = separators;
        if (separators.length > 1) {
            Arrays.sort(separators, Comparator.comparingInt(s -> s.length));
        }
        if (separators[0].length == 0) {
            throw new IllegalArgumentException("Separator should be at least one-byte string");
        }
    }

    int longest() {
        return separators[separators.length - 1].length;
    }

    /** Looks for the one that ends first, from an index on. */
    boolean find(ByteQueue bytes, int from) {
        end = Integer.MAX_VALUE;
        for (byte[] separator : separators) {
            int at = bytes.indexOf(separator, from);
            if (at >= 0 && at + separator.length < end) {
                start = at;
                end = at + separator.length;
            }
        }
        return end < Integer.MAX_VALUE;
    }

    /** Where the one that was found begins. */
    int start() {
        return start;
    }

    /** Where it ends. */
    int end() {
        return end;
    }
}
