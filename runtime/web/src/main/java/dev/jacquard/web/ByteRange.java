package dev.jacquard.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of something (RFC 9110, 14). Several parts at once are answered with the whole, which the standard allows.
 *
 * @param from the first byte
 * @param length how many, 0 if there are none
 */
record ByteRange(long from, long length) {
    private static final Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

    /** The range that a header asks for; null if it asks for none that is understood. */
    static @Nullable ByteRange of(Optional<String> header, long size) {
        Matcher m = SINGLE.matcher(header.orElse(""));
        if (!m.matches() || (m.group(1).isEmpty() && m.group(2).isEmpty())) {
            return null;
        }
        if (m.group(1).isEmpty()) {
            long length = Math.min(Long.parseLong(m.group(2)), size);
            return new ByteRange(size - length, length);
        }
        long from = Long.parseLong(m.group(1));
        long last = m.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(m.group(2));
        if (last < from) {
            return null;
        }
        return from >= size ? new ByteRange(size, 0) : new ByteRange(from, Math.min(last, size - 1) - from + 1);
    }

    boolean isUnsatisfiable() {
        return length == 0;
    }
}
