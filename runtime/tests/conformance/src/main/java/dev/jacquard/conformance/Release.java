package dev.jacquard.conformance;

/**
 * A release of CPython. Jacquard does what the newest one does; for a line that an older one has recorded, the
 * interpreter makes up for the difference where the scenario language shows it.
 */
record Release(int major, int minor) {
    /** Of a version, {@code 3.15.0rc1}. */
    static Release parse(String version) {
        String[] parts = version.split("\\.", 3);
        try {
            return new Release(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a version of Python was expected, as 3.14.2: " + version, e);
        }
    }

    private boolean isSince(int newMajor, int newMinor) {
        return major > newMajor || (major == newMajor && minor >= newMinor);
    }

    /** Whether the result of {@code run_coroutine_threadsafe} is there at once (gh-105836). */
    boolean hasThreadsafeResultsAtOnce() {
        return isSince(3, 15);
    }

    /** Whether a task group's body that is being closed ends it as it is (gh-135736). */
    boolean leavesGeneratorExitBare() {
        return isSince(3, 15);
    }
}
