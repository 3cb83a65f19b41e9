package dev.jacquard.samples.conformance;

/**
 * The scenario needs something that the product does not have yet. An {@code Error} that no handler
 * of a scenario matches, so that the scenario ends and counts as failed.
 */
final class UnsupportedFeature extends Error {
    private static final long serialVersionUID = 1L;

    UnsupportedFeature(String what) {
        super("not there yet: " + what);
    }
}
