package dev.jacquard.samples.kv;

import static dev.jacquard.samples.kv.CommandTable.equalsIgnoreCase;

import dev.jacquard.samples.kv.data.CommandException;
import dev.jacquard.samples.kv.data.Store;
import java.nio.charset.StandardCharsets;

/**
 * The words after {@code EXPIRE key seconds}: when the new deadline counts.
 *
 * @param none if there was none
 * @param some if there was one
 * @param later if it is later; none is the latest
 * @param earlier if it is earlier
 */
record ExpireOptions(boolean none, boolean some, boolean later, boolean earlier) {
    static ExpireOptions parse(byte[][] words) {
        boolean none = false;
        boolean some = false;
        boolean later = false;
        boolean earlier = false;
        for (int i = 3; i < words.length; i++) {
            if (equalsIgnoreCase(words[i], "nx")) {
                none = true;
            } else if (equalsIgnoreCase(words[i], "xx")) {
                some = true;
            } else if (equalsIgnoreCase(words[i], "gt")) {
                later = true;
            } else if (equalsIgnoreCase(words[i], "lt")) {
                earlier = true;
            } else {
                throw new CommandException("ERR Unsupported option " + new String(words[i], StandardCharsets.UTF_8));
            }
        }
        if (none && (some || later || earlier)) {
            throw new CommandException("ERR NX and XX, GT or LT options at the same time are not compatible");
        }
        if (later && earlier) {
            throw new CommandException("ERR GT and LT options at the same time are not compatible");
        }
        return new ExpireOptions(none, some, later, earlier);
    }

    boolean allow(long before, long after) {
        return !(none && before != Store.NEVER)
                && !(some && before == Store.NEVER)
                && !(later && after <= before)
                && !(earlier && after >= before);
    }
}
