package dev.jacquard.weavingtests.harness;

import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What happens at the points of one run, by the order in which the run reaches them.
 *
 * @param suspends those that suspend
 * @param mishaps those that do not give their value
 * @param salt which kind of awaitable each is
 */
public record Plan(BitSet suspends, Map<Integer, Mishap> mishaps, int salt) {

    /** Nothing suspends, nothing fails. */
    public static Plan never() {
        return new Plan(new BitSet(), Map.of(), 0);
    }

    /** Every point suspends. */
    public static Plan always() {
        return never().suspending(ALL);
    }

    private static final BitSet ALL = new BitSet();

    static {
        ALL.set(0, 4096);
    }

    /** The same with the points of the low bits of a number suspending. */
    public Plan suspending(long bits) {
        return suspending(BitSet.valueOf(new long[] {bits}));
    }

    /** The same with these points suspending. */
    public Plan suspending(BitSet bits) {
        return new Plan(bits, mishaps, salt);
    }

    /** The same with each point suspending or not by chance. */
    public Plan suspendingAtRandom(Random random, double share) {
        BitSet bits = new BitSet();
        for (int i = 0; i < 1024; i++) {
            bits.set(i, random.nextDouble() < share);
        }
        return suspending(bits);
    }

    /** The same with a mishap more. */
    public Plan with(int point, Mishap mishap) {
        Map<Integer, Mishap> more = new TreeMap<>(mishaps);
        more.put(point, mishap);
        return new Plan(suspends, more, salt);
    }

    /** The same with other kinds of awaitables. */
    public Plan salted(int newSalt) {
        return new Plan(suspends, mishaps, newSalt);
    }

    /** Whether a point suspends; one at which the task is cancelled must. */
    public boolean suspendsAt(int point) {
        return suspends.get(point) || mishaps.get(point) == Mishap.CANCELLATION;
    }

    @Override
    public String toString() {
        BitSet shown = suspends.get(0, 64);
        return "Plan[suspends="
                + (suspends.equals(ALL) ? "all" : shown + (suspends.length() > 64 ? "..." : ""))
                + ", mishaps="
                + mishaps
                + ", salt="
                + salt
                + "]";
    }
}
