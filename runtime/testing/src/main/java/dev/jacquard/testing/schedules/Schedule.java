package dev.jacquard.testing.schedules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which of the ready jobs runs next, at each step: a value.
 *
 * <p>It is the list of the steps at which not the job that is ready longest is run, so the schedule without deviations
 * is the one of the usual loop. A schedule fits every program: at a step where only one job may be next, or after the
 * program's end, a deviation means nothing.
 *
 * <p>Its text is short: {@code fifo}; {@code 4,9:2} (at step 4 the second of those that may be next, at step 9 the
 * third); {@code t/4} where timers may be reordered, {@code c/4} for callbacks, {@code ct/4} for both.
 */
public final class Schedule {
    private static final String FIFO_TEXT = "fifo";
    private static final Schedule FIFO = new Schedule(Freedom.ALWAYS, new int[0]);

    /** {@link Freedom#bits}. */
    final int freedoms;

    /** Step and choice, step and choice, ...; by steps. */
    private final int[] pairs;

    private Schedule(int freedoms, int[] pairs) {
        this.freedoms = freedoms;
        this.pairs = pairs;
    }

    /** No deviation. */
    public static Schedule fifo() {
        return FIFO;
    }

    /**
     * A schedule with these deviations; of several at one step, the last counts.
     *
     * @param deviations in any order
     * @param freedoms what it may reorder beside tasks and results of threads
     */
    public static Schedule of(Collection<Deviation> deviations, Freedom... freedoms) {
        TreeMap<Integer, Integer> sorted = new TreeMap<>();
        for (Deviation d : deviations) {
            sorted.put(d.step(), d.choice());
        }
        int[] pairs = new int[2 * sorted.size()];
        int i = 0;
        for (var e : sorted.entrySet()) {
            pairs[i++] = e.getKey();
            pairs[i++] = e.getValue();
        }
        return new Schedule(Freedom.bits(Arrays.asList(freedoms)), pairs);
    }

    /** Takes the array as it is. */
    static Schedule ofPairs(int freedoms, int[] pairs) {
        return new Schedule(freedoms, pairs);
    }

    /**
     * Reads what {@link #toString} has written.
     *
     * @throws IllegalArgumentException if it is no schedule
     */
    public static Schedule parse(String text) {
        String all = text.strip();
        int slash = all.indexOf('/');
        Set<Freedom> freedoms = EnumSet.noneOf(Freedom.class);
        for (int i = 0; i < slash; i++) {
            Freedom f = Freedom.of(all.charAt(i));
            if (f == null) {
                throw noSchedule(text);
            }
            freedoms.add(f);
        }
        String list = all.substring(slash + 1);
        List<Deviation> deviations = new ArrayList<>();
        if (!list.equals(FIFO_TEXT)) {
            for (String part : list.split(",", -1)) {
                deviations.add(parseDeviation(part.strip(), text));
            }
        }
        return of(deviations, freedoms.toArray(new Freedom[0]));
    }

    private static Deviation parseDeviation(String part, String text) {
        int colon = part.indexOf(':');
        try {
            return colon < 0
                    ? new Deviation(Integer.parseInt(part), 1)
                    : new Deviation(
                            Integer.parseInt(part.substring(0, colon)), Integer.parseInt(part.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw noSchedule(text);
        }
    }

    private static IllegalArgumentException noSchedule(String text) {
        return new IllegalArgumentException("Not a schedule: \""
                + text
                + "\". Schedules look like fifo, like 4,9:2 (at step 4 the second, at step"
                + " 9 the third that may be next), or like ct/4,9:2 with callbacks and"
                + " timers reordered too.");
    }

    /** Its deviations, by steps. */
    public List<Deviation> deviations() {
        List<Deviation> all = new ArrayList<>(size());
        for (int i = 0; i < pairs.length; i += 2) {
            all.add(new Deviation(pairs[i], pairs[i + 1]));
        }
        return all;
    }

    /** How many deviations it has. */
    public int size() {
        return pairs.length / 2;
    }

    /** Whether it has no deviation. */
    public boolean isFifo() {
        return pairs.length == 0;
    }

    /** What it may reorder beside tasks and results of threads. */
    public Set<Freedom> freedoms() {
        Set<Freedom> all = EnumSet.noneOf(Freedom.class);
        for (Freedom f : Freedom.values()) {
            if ((freedoms & f.bit) != 0) {
                all.add(f);
            }
        }
        return all;
    }

    int step(int deviation) {
        return pairs[2 * deviation];
    }

    int choice(int deviation) {
        return pairs[2 * deviation + 1];
    }

    /** Without the deviations from one number to before another. */
    Schedule without(int from, int to) {
        int[] left = new int[pairs.length - 2 * (to - from)];
        System.arraycopy(pairs, 0, left, 0, 2 * from);
        System.arraycopy(pairs, 2 * to, left, 2 * from, pairs.length - 2 * to);
        return new Schedule(freedoms, left);
    }

    /** With another choice at a deviation. */
    Schedule withChoice(int deviation, int choice) {
        int[] other = pairs.clone();
        other[2 * deviation + 1] = choice;
        return new Schedule(freedoms, other);
    }

    /** With another step of a deviation, between those of its neighbours. */
    Schedule withStep(int deviation, int step) {
        int[] other = pairs.clone();
        other[2 * deviation] = step;
        return new Schedule(freedoms, other);
    }

    /** With one more deviation at the end. */
    Schedule and(int step, int choice) {
        int[] more = Arrays.copyOf(pairs, pairs.length + 2);
        more[pairs.length] = step;
        more[pairs.length + 1] = choice;
        return new Schedule(freedoms, more);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Schedule s && s.freedoms == freedoms && Arrays.equals(s.pairs, pairs);
    }

    @Override
    public int hashCode() {
        return 31 * freedoms + Arrays.hashCode(pairs);
    }

    @Override
    public String toString() {
        return text(freedoms, pairs, pairs.length);
    }

    /** The text of a schedule whose deviations fill the beginning of an array. */
    static String text(int freedoms, int[] pairs, int length) {
        if (freedoms == Freedom.ALWAYS && length == 0) {
            return FIFO_TEXT;
        }
        StringBuilder s = new StringBuilder(4 + 2 * length);
        if (freedoms != Freedom.ALWAYS) {
            for (Freedom f : Freedom.values()) {
                if ((freedoms & f.bit) != 0) {
                    s.append(f.letter);
                }
            }
            s.append('/');
        }
        if (length == 0) {
            return s.append(FIFO_TEXT).toString();
        }
        for (int i = 0; i < length; i += 2) {
            if (i > 0) {
                s.append(',');
            }
            s.append(pairs[i]);
            if (pairs[i + 1] != 1) {
                s.append(':').append(pairs[i + 1]);
            }
        }
        return s.toString();
    }
}
