package dev.jacquard.files;

/** Is told how far a copy is, on the loop's thread. */
@FunctionalInterface
public interface CopyProgress {
    /**
     * More was copied. An exception ends the copying.
     *
     * @param copied bytes so far
     * @param total bytes that the file had at the beginning
     */
    void copied(long copied, long total);
}
