package dev.jacquard.weavingtests.faults;

import dev.jacquard.weavingtests.random.RandomPrograms;
import dev.jacquard.weavingtests.shapes.AllShapes;

/** The tests that must notice a fault, the quickest first, until one does. */
public final class Suite {
    private Suite() {}

    /** What has noticed something, or null. */
    public static String run() {
        String by = RandomPrograms.firstDifference(1, 50);
        if (by == null) {
            by = AllShapes.firstFailure();
        }
        return by == null ? RandomPrograms.firstDifference(2, 250) : by;
    }
}
