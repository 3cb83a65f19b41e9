package dev.jacquard.samples.kv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a client sends into requests, however it is cut into blocks.
 *
 * <pre>
 * *2\r\n $3\r\n GET\r\n $1\r\n k\r\n      an array of bulk strings
 * GET k\r\n                               inline, for people at a terminal
 * </pre>
 *
 * What has been understood of a request is kept, so that one which comes in many blocks is not read again and again. An
 * argument takes memory as it comes, not as it is announced.
 */
final class RequestParser {
    private static final byte[] NOTHING = {};
    private static final byte[][] NO_ARGUMENTS = {};
    private static final int FIRST_ARGUMENTS = 16;

    /** The bytes of a number and its sign. */
    private static final int LONGEST_NUMBER = 20;

    private static final int NO_LENGTH = -1;

    private final Limits limits;

    // What is not understood yet: from position to end.
    private byte[] bytes = NOTHING;
    private int position;
    private int end;

    // The request that has begun.
    private byte[][] arguments = NO_ARGUMENTS;
    private int count; // of its arguments; 0 between requests
    private int complete; // so many of them
    private int length = NO_LENGTH; // of the next one
    private long total; // of the complete ones, in bytes

    RequestParser(Limits limits) {
        this.limits = limits;
    }

    /** Takes what has come; the array is the parser's from now on. */
    void feed(byte[] data) {
        if (position == end) {
            bytes = data;
            end = data.length;
        } else {
            int rest = end - position;
            int needed = Math.addExact(rest, data.length);
            if (position + needed <= bytes.length) { // position stays
                System.arraycopy(data, 0, bytes, end, data.length);
                end += data.length;
                return;
            }
            byte[] joined = new byte[Math.max(needed, capacity(needed))];
            System.arraycopy(bytes, position, joined, 0, rest);
            System.arraycopy(data, 0, joined, rest, data.length);
            bytes = joined;
            end = needed;
        }
        position = 0;
    }

    /** Twice as much, but no more than what is known to come. */
    private int capacity(int needed) {
        long known = length == NO_LENGTH ? needed : length + 2L;
        return (int) Math.min(known, needed * 2L);
    }

    /** Bytes that wait for more. */
    int buffered() {
        return end - position;
    }

    /**
     * The next request: the command's name and its arguments.
     *
     * @return it, or null if more has to come
     * @throws ProtocolException if it is none; there is no next one then
     */
    byte @Nullable [] @Nullable [] next() throws ProtocolException {
        while (count == 0) {
            if (position == end) {
                bytes = NOTHING;
                position = 0;
                end = 0;
                return null;
            }
            if (bytes[position] != '*') {
                byte[][] words = inline();
                if (words == null || words.length > 0) {
                    return words;
                }
            } else if (!begin()) {
                return null;
            }
        }
        return rest();
    }

    /** Reads {@code *n}; whether it was there. An empty array is no request. */
    private boolean begin() throws ProtocolException {
        int lineEnd = lineEnd("too big mbulk count string");
        if (lineEnd < 0) {
            return false;
        }
        long n = number(position + 1, lineEnd, "invalid multibulk length");
        if (n > limits.arguments()) {
            throw new ProtocolException("invalid multibulk length");
        }
        position = lineEnd + 2;
        if (n > 0) {
            count = (int) n;
            arguments = new byte[Math.min(count, FIRST_ARGUMENTS)][];
            complete = 0;
            total = 0;
        }
        return true;
    }

    /** Reads the arguments that have come. */
    private byte @Nullable [] @Nullable [] rest() throws ProtocolException {
        while (complete < count) {
            if (length == NO_LENGTH && !beginArgument()) {
                return null;
            }
            if (end - position < length + 2) {
                return null;
            }
            if (complete == arguments.length) {
                arguments = Arrays.copyOf(arguments, Math.min(count, complete * 2));
            }
            arguments[complete++] = Arrays.copyOfRange(bytes, position, position + length);
            total += length;
            position += length + 2; // as with Redis, the line end may be any two bytes
            length = NO_LENGTH;
        }
        byte[][] request = arguments;
        arguments = NO_ARGUMENTS;
        count = 0;
        return request;
    }

    /** Reads {@code $n}; whether it was there. */
    private boolean beginArgument() throws ProtocolException {
        if (position == end) {
            return false;
        }
        if (bytes[position] != '$') {
            char other = (char) (bytes[position] & 0xff);
            throw new ProtocolException("expected '$', got '" + other + "'");
        }
        int lineEnd = lineEnd("too big bulk count string");
        if (lineEnd < 0) {
            return false;
        }
        long n = number(position + 1, lineEnd, "invalid bulk length");
        if (n < 0 || n > limits.bulk() || total + n > limits.request()) {
            throw new ProtocolException("invalid bulk length");
        }
        position = lineEnd + 2;
        length = (int) n;
        return true;
    }

    /** Where the carriage return of a line is whose line feed has come, too; -1 if none. */
    private int lineEnd(String tooLong) throws ProtocolException {
        for (int i = position; i < end - 1; i++) {
            if (bytes[i] == '\r') {
                return i;
            }
        }
        if (end - position > limits.inline()) {
            throw new ProtocolException(tooLong);
        }
        return -1;
    }

    private long number(int from, int to, String wrong) throws ProtocolException {
        boolean negative = from < to && bytes[from] == '-';
        int first = negative ? from + 1 : from;
        if (first == to || to - from >= LONGEST_NUMBER) {
            throw new ProtocolException(wrong);
        }
        long n = 0;
        for (int i = first; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new ProtocolException(wrong);
            }
            n = n * 10 + digit;
        }
        return negative ? -n : n;
    }

    /** The words of a line; none of an empty line, null if its end has not come. */
    private byte @Nullable [] @Nullable [] inline() throws ProtocolException {
        int feed = position;
        while (feed < end && bytes[feed] != '\n') {
            feed++;
        }
        if (feed - position > limits.inline()) {
            throw new ProtocolException("too big inline request");
        }
        if (feed == end) {
            return null;
        }
        int lineEnd = feed > position && bytes[feed - 1] == '\r' ? feed - 1 : feed;
        byte[] line = Arrays.copyOfRange(bytes, position, lineEnd);
        position = feed + 1;
        return new InlineWords(line).split();
    }

    @Override
    public String toString() {
        return "RequestParser["
                + buffered()
                + " bytes: "
                + new String(bytes, position, Math.min(buffered(), 64), StandardCharsets.ISO_8859_1)
                + "]";
    }
}
