package dev.jacquard;

/** Whether there is enough of the thread's stack left to call somebody's code. */
final class StackRoom {
    /** Some 50 kilobytes when compiled, more when not. */
    private static final int CALLS = 400;

    private StackRoom() {}

    static boolean isLeft() {
        try {
            return dig(CALLS, 1, 2, 3, 4, 5, 6, 7) != 0;
        } catch (StackOverflowError e) {
            return false;
        }
    }

    private static long dig(int n, long a, long b, long c, long d, long e, long f, long g) {
        return n == 0 ? a | b | c | d | e | f | g : dig(n - 1, b, c, d, e, f, g, a) | a | b | c | d | e | f | g;
    }
}
