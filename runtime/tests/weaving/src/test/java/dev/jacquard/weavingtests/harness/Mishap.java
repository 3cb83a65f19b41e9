package dev.jacquard.weavingtests.harness;

/** What can befall a point instead of its value. */
public enum Mishap {
    /** The awaited thing fails with a {@link PointFailure}. */
    FAILURE,
    /** The task is cancelled while it is suspended there. */
    CANCELLATION
}
