package dev.jacquard.samples.kv;

import static dev.jacquard.samples.kv.CommandTable.equalsIgnoreCase;

import dev.jacquard.samples.kv.data.CommandException;
import dev.jacquard.samples.kv.data.Key;
import dev.jacquard.samples.kv.data.SortedSetValue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code ZADD key [NX|XX] [GT|LT] [CH] [INCR] score member...}. */
final class ZaddRequest {
    private final byte[][] words;
    private final double[] scores;
    private boolean onlyNew;
    private boolean onlyPresent;
    private boolean greater;
    private boolean less;
    private boolean countChanges;
    private boolean increment;
    private int first = 2; // score

    private int added;
    private int changed;
    private @Nullable Double last; // score that was given

    /** Reads all before anything is changed. */
    ZaddRequest(byte[][] words) {
        this.words = words;
        while (first < words.length && option(words[first])) {
            first++;
        }
        int rest = words.length - first;
        if (rest == 0 || rest % 2 != 0) {
            throw CommandException.syntax();
        }
        checkOptions(rest / 2);
        scores = new double[rest / 2];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Numbers.parseDouble(words[first + 2 * i]);
        }
    }

    private boolean option(byte[] word) {
        if (equalsIgnoreCase(word, "nx")) {
            onlyNew = true;
        } else if (equalsIgnoreCase(word, "xx")) {
            onlyPresent = true;
        } else if (equalsIgnoreCase(word, "gt")) {
            greater = true;
        } else if (equalsIgnoreCase(word, "lt")) {
            less = true;
        } else if (equalsIgnoreCase(word, "ch")) {
            countChanges = true;
        } else if (equalsIgnoreCase(word, "incr")) {
            increment = true;
        } else {
            return false;
        }
        return true;
    }

    private void checkOptions(int pairs) {
        if (onlyNew && onlyPresent) {
            throw new CommandException("ERR XX and NX options at the same time are not compatible");
        }
        if ((greater && less) || (onlyNew && (greater || less))) {
            throw new CommandException("ERR GT, LT, and/or NX options at the same time are not compatible");
        }
        if (increment && pairs > 1) {
            throw new CommandException("ERR INCR option supports a single increment-element pair");
        }
    }

    /**
     * Does it.
     *
     * @param present the set, if it is there
     * @param made gives it, and makes it first if it is not
     */
    void run(@Nullable SortedSetValue present, Supplier<SortedSetValue> made, Replies out) {
        if (present != null || !onlyPresent) {
            SortedSetValue set = made.get();
            for (int i = 0; i < scores.length; i++) {
                put(set, new Key(words[first + 2 * i + 1]), scores[i]);
            }
        }
        if (!increment) {
            out.integer(countChanges ? added + changed : added);
        } else if (last == null) {
            out.nil();
        } else {
            out.number(last);
        }
    }

    private void put(SortedSetValue set, Key member, double given) {
        Double before = set.score(member);
        if (before == null ? onlyPresent : onlyNew) {
            return;
        }
        double score = increment ? SortedSetCommands.sum(before, given) : given;
        if (before == null) {
            added++;
        } else if ((greater && score <= before) || (less && score >= before)) {
            return;
        } else if (score != before) {
            changed++;
        }
        set.put(member, score);
        last = score;
    }
}
