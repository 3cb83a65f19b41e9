package dev.jacquard.testing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a mishap comes.
 *
 * @param await at which of the test's awaits that suspend, from 1
 * @param turn how many turns of the loop after it was suspended; 0 is at once
 */
record Moment(Mishap mishap, int await, int turn) {
    private static final Pattern TEXT = Pattern.compile("([A-Z_]+)@([1-9]\\d*)(?:\\+(\\d+))?");

    /** Reads what {@link #toString} writes. */
    static Moment parse(String text) {
        Matcher m = TEXT.matcher(text.strip());
        try {
            if (m.matches()) {
                return new Moment(
                        Mishap.valueOf(m.group(1)),
                        Integer.parseInt(m.group(2)),
                        m.group(3) == null ? 0 : Integer.parseInt(m.group(3)));
            }
        } catch (IllegalArgumentException e) {
            // no such mishap, or a number that is none: told below
        }
        throw new IllegalArgumentException("\""
                + text
                + "\" names no moment of a test. Write CANCEL@7, TIMEOUT@7 or"
                + " CONNECTION_LOST@7 for the 7th await, CANCEL@7+2 for two turns of the"
                + " loop later, as a report has it.");
    }

    /** {@code CANCEL@7}, {@code CANCEL@7+2}. */
    @Override
    public String toString() {
        return mishap + "@" + await + (turn == 0 ? "" : "+" + turn);
    }
}
