package dev.jacquard.samples.kv;

import static dev.jacquard.samples.kv.CommandTable.equalsIgnoreCase;

import dev.jacquard.samples.kv.data.CommandException;
import dev.jacquard.samples.kv.data.Key;
import dev.jacquard.samples.kv.data.Store;

/** The words after {@code SET key value}. */
final class SetOptions {
    private static final int NONE = 0;

    private final long now;
    private boolean onlyNew;
    private boolean onlyPresent;
    private boolean get;
    private boolean keepDeadline;
    private long deadline = NONE;

    private SetOptions(long now) {
        this.now = now;
    }

    static SetOptions parse(byte[][] words, long now) {
        SetOptions options = new SetOptions(now);
        for (int i = 3; i < words.length; i++) {
            if (!options.flag(words[i])) {
                if (i + 1 == words.length) {
                    throw CommandException.syntax();
                }
                options.time(words[i], words[++i]);
            }
        }
        boolean twice = options.keepDeadline && options.deadline != NONE;
        if (twice || (options.onlyNew && options.onlyPresent)) {
            throw CommandException.syntax();
        }
        return options;
    }

    private boolean flag(byte[] word) {
        if (equalsIgnoreCase(word, "nx")) {
            onlyNew = true;
        } else if (equalsIgnoreCase(word, "xx")) {
            onlyPresent = true;
        } else if (equalsIgnoreCase(word, "get")) {
            get = true;
        } else if (equalsIgnoreCase(word, "keepttl")) {
            keepDeadline = true;
        } else {
            return false;
        }
        return true;
    }

    private void time(byte[] kind, byte[] amount) {
        if (deadline != NONE) {
            throw CommandException.syntax();
        }
        if (equalsIgnoreCase(kind, "ex")) {
            deadline = Deadline.after(amount, 1000, now, "set");
        } else if (equalsIgnoreCase(kind, "px")) {
            deadline = Deadline.after(amount, 1, now, "set");
        } else if (equalsIgnoreCase(kind, "exat")) {
            deadline = Deadline.after(amount, 1000, 0, "set");
        } else if (equalsIgnoreCase(kind, "pxat")) {
            deadline = Deadline.after(amount, 1, 0, "set");
        } else {
            throw CommandException.syntax();
        }
    }

    void apply(Store store, Key key, byte[] value, Replies out) {
        byte[] before = get ? store.get(key, byte[].class) : null;
        boolean present = store.contains(key);
        boolean done = !(onlyNew && present) && !(onlyPresent && !present);
        if (done) {
            if (keepDeadline) {
                store.replace(key, value);
            } else {
                store.put(key, value);
            }
            if (deadline != NONE) {
                store.expire(key, deadline);
            }
        }
        if (get) {
            out.bulkOrNil(before);
        } else if (done) {
            out.ok();
        } else {
            out.nil();
        }
    }
}
