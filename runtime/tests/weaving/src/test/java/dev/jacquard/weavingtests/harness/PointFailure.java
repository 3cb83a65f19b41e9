package dev.jacquard.weavingtests.harness;

/** What a point fails with when the plan says so. */
public final class PointFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The failure of the dynamic point {@code index}. */
    public PointFailure(int index) {
        super("point " + index + " failed");
    }
}
