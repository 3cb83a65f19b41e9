package dev.jacquard.samples.kv;

/**
 * What a client may ask for, so that none can exhaust the memory.
 *
 * @param clients how many at a time
 * @param arguments how many in a request
 * @param bulk the longest argument, in bytes
 * @param request the longest request, in bytes
 * @param inline the longest request that is a line, and the longest line of any other, in bytes
 * @param unread how much may wait for a subscriber that does not read, in bytes
 */
public record Limits(int clients, int arguments, int bulk, int request, int inline, int unread) {
    /** Those of Redis, but with 64 MiB instead of 512 MiB for an argument. */
    public static final Limits DEFAULT = new Limits(10_000, 1 << 20, 64 << 20, 128 << 20, 64 << 10, 32 << 20);
}
