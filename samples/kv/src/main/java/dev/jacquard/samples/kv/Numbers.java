package dev.jacquard.samples.kv;

import dev.jacquard.samples.kv.data.CommandException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Numbers as the protocol writes them. */
final class Numbers {
    private static final int LONGEST = 20;

    /** Longer texts of floating-point numbers are not read. */
    private static final int LONGEST_DECIMAL = 256;

    private static final int MOST_DIGITS = 400;
    private static final double EXACT_INTEGERS = 1e17;
    private static final BigDecimal PLAIN = new BigDecimal("1e21");

    private Numbers() {}

    /**
     * An integer in its only form: no blanks, no plus, no zeros in front.
     *
     * @throws CommandException if it is none or has more than 64 bits
     */
    static long parse(byte[] b) {
        int n = b.length;
        boolean negative = n > 0 && b[0] == '-';
        int first = negative ? 1 : 0;
        if (n == first || n > LONGEST || (b[first] == '0' && n > 1)) {
            throw CommandException.notAnInteger();
        }
        long value = 0; // negative, as there is one more of those
        for (int i = first; i < n; i++) {
            int digit = b[i] - '0';
            if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
                throw CommandException.notAnInteger();
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw CommandException.notAnInteger();
        }
        return negative ? value : -value;
    }

    /** An integer of 32 bits; what is beyond them is as good as the greatest. */
    static int parseIndex(byte[] b) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, parse(b)));
    }

    /** Writes digits into an array that has room for them; gives the place after them. */
    static int write(long n, byte[] into, int at) {
        if (n == Long.MIN_VALUE) {
            byte[] b = format(n);
            System.arraycopy(b, 0, into, at, b.length);
            return at + b.length;
        }
        int start = at;
        long rest = n;
        if (n < 0) {
            into[start++] = '-';
            rest = -n;
        }
        int end = start;
        for (long r = rest; r >= 10; r /= 10) {
            end++;
        }
        for (int i = end; i >= start; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end + 1;
    }

    static byte[] format(long n) {
        return Long.toString(n).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * A floating-point number, or {@code inf}.
     *
     * @throws CommandException if it is none
     */
    static double parseDouble(byte[] b) {
        String text = new String(b, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        switch (text) {
            case "inf", "+inf", "infinity", "+infinity" -> {
                return Double.POSITIVE_INFINITY;
            }
            case "-inf", "-infinity" -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                checkDecimal(text);
                return Double.parseDouble(text);
            }
        }
    }

    /** An exact one, for sums. */
    static BigDecimal parseDecimal(byte[] b) {
        String text = new String(b, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        checkDecimal(text);
        BigDecimal d = new BigDecimal(text);
        if (Math.abs((long) d.scale()) > MOST_DIGITS) { // 1e999999999 would be a gigabyte
            throw CommandException.notAFloat();
        }
        return d;
    }

    /** Java itself takes blanks, 1f and 0x1p3 as well. */
    private static void checkDecimal(String text) {
        boolean plain =
                text.length() <= LONGEST_DECIMAL && text.chars().allMatch(c -> "0123456789+-.e".indexOf(c) >= 0);
        if (plain) {
            try {
                new BigDecimal(text);
                return;
            } catch (NumberFormatException e) {
                // is told below
            }
        }
        throw CommandException.notAFloat();
    }

    /** The shortest text; whole numbers without a point. */
    static byte[] format(double d) {
        String text;
        if (Double.isInfinite(d)) {
            text = d > 0 ? "inf" : "-inf";
        } else if (d == Math.rint(d) && Math.abs(d) < EXACT_INTEGERS) {
            text = Long.toString((long) d);
        } else {
            text = format(new BigDecimal(Double.toString(d)));
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static String format(BigDecimal d) {
        BigDecimal stripped = d.stripTrailingZeros();
        return stripped.abs().compareTo(PLAIN) < 0
                ? stripped.toPlainString()
                : stripped.toString().toLowerCase(Locale.ROOT);
    }
}
