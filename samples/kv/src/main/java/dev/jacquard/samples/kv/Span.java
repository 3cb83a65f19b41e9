package dev.jacquard.samples.kv;

/**
 * A range of indexes as clients give it: both ends included, negative ones from the end.
 *
 * @param from the first
 * @param to the last
 */
record Span(int from, int to) {
    static Span parse(byte[] from, byte[] to) {
        return new Span(Numbers.parseIndex(from), Numbers.parseIndex(to));
    }

    /** The part of it that exists in something of a size; from 0 on, empty if none. */
    Span of(int size) {
        int first = Math.max(0, from < 0 ? size + from : from);
        int last = Math.min(size - 1, to < 0 ? size + to : to);
        return first > last ? new Span(0, -1) : new Span(first, last);
    }

    /** How many there are. */
    int size() {
        return to - from + 1;
    }
}
