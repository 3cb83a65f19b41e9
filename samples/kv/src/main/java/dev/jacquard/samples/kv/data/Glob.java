package dev.jacquard.samples.kv.data;

/**
 * Patterns of keys: {@code *}, {@code ?}, {@code [abc]}, {@code [^a-z]}, and a backslash before what is meant
 * literally.
 */
public final class Glob {
    private final byte[] pattern;
    private int at; // in the pattern, while one character is compared

    /** A pattern. */
    public Glob(byte[] pattern) {
        this.pattern = pattern;
    }

    /**
     * Whether it matches. Upon a mismatch only the last star takes one more byte, so hostile patterns cost no more than
     * the product of both lengths.
     */
    public boolean matches(byte[] text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int starText = 0;
        while (t < text.length) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                starText = t;
            } else if (p < pattern.length && matchesOne(p, text[t])) {
                p = at;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    /** Leaves the place after what was compared in {@link #at}. */
    private boolean matchesOne(int p, byte b) {
        switch (pattern[p]) {
            case '?' -> {
                at = p + 1;
                return true;
            }
            case '[' -> {
                return matchesClass(p + 1, b);
            }
            case '\\' -> {
                int escaped = p + 1 < pattern.length ? p + 1 : p;
                at = escaped + 1;
                return pattern[escaped] == b;
            }
            default -> {
                at = p + 1;
                return pattern[p] == b;
            }
        }
    }

    private boolean matchesClass(int first, byte b) {
        int p = first;
        boolean negated = p < pattern.length && pattern[p] == '^';
        if (negated) {
            p++;
        }
        boolean found = false;
        while (p < pattern.length && pattern[p] != ']') {
            if (pattern[p] == '\\' && p + 1 < pattern.length) {
                p++;
                found |= pattern[p] == b;
            } else if (p + 2 < pattern.length && pattern[p + 1] == '-') {
                int low = Math.min(pattern[p] & 0xff, pattern[p + 2] & 0xff);
                int high = Math.max(pattern[p] & 0xff, pattern[p + 2] & 0xff);
                found |= low <= (b & 0xff) && (b & 0xff) <= high;
                p += 2;
            } else {
                found |= pattern[p] == b;
            }
            p++;
        }
        at = Math.min(p + 1, pattern.length);
        return found != negated;
    }
}
