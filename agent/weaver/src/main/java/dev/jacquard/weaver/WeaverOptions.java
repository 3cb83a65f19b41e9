package dev.jacquard.weaver;

import java.util.EnumSet;
import java.util.Set;

/**
 * Switches of the weaver.
 *
 * @param direct whether awaited calls of woven methods go straight to their bodies
 * @param silenced warnings that nobody wants to see
 * @param switchable whether each direct call can be switched off later, also one within a class: for agents that change
 *     woven classes
 */
public record WeaverOptions(boolean direct, Set<Problem> silenced, boolean switchable) {
    /** What the agent uses unless told otherwise. */
    public static final WeaverOptions DEFAULT = new WeaverOptions(true, Set.of());

    /** Copies the set. */
    public WeaverOptions {
        silenced = Set.copyOf(silenced);
    }

    /** Where nobody changes woven classes. */
    public WeaverOptions(boolean direct, Set<Problem> silenced) {
        this(direct, silenced, false);
    }

    /**
     * Reads which warnings are silenced.
     *
     * @param codes {@code all}, or codes of warnings separated by plus signs or commas, such as {@code W23+W24}; blank
     *     for none
     * @throws IllegalArgumentException with a message for the user, if there is no such warning
     */
    public static Set<Problem> silenced(String codes) {
        Set<Problem> silenced = EnumSet.noneOf(Problem.class);
        StringBuilder known = new StringBuilder();
        for (Problem p : Problem.values()) {
            if (!p.isError()) {
                known.append(known.length() == 0 ? "" : ", ").append(p.code());
                if (codes.equals("all")) {
                    silenced.add(p);
                }
            }
        }
        if (codes.equals("all")) {
            return silenced;
        }
        for (String code : codes.split("[+,]", -1)) {
            String trimmed = code.trim();
            if (trimmed.isEmpty()) {
                continue;
            }
            Problem p = Problem.warning(trimmed);
            if (p == null) {
                throw new IllegalArgumentException("There is no warning '"
                        + trimmed
                        + "' to be silenced. Warnings are "
                        + known
                        + ", or say all. What cannot be woven cannot be silenced.");
            }
            silenced.add(p);
        }
        return silenced;
    }
}
