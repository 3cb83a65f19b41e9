package dev.jacquard.weaver;

/**
 * Switches of the weaver.
 *
 * @param direct whether awaited calls of woven methods go straight to their bodies
 */
public record WeaverOptions(boolean direct) {
    /** What the agent uses unless told otherwise. */
    public static final WeaverOptions DEFAULT = new WeaverOptions(true);
}
