package dev.jacquard.samples.kv;

import dev.jacquard.samples.kv.data.CommandException;

/** Times that clients give. */
final class Deadline {
    private Deadline() {}

    /**
     * The time in ms since 1970 after a duration.
     *
     * @param amount a number greater than 0
     * @param unit in ms
     * @param command for the message of the error
     */
    static long after(byte[] amount, int unit, long now, String command) {
        long n = Numbers.parse(amount);
        if (n <= 0) {
            throw invalid(command);
        }
        return at(n, unit, now, command);
    }

    /** The time in ms since 1970, so many units after another one. */
    static long at(long n, int unit, long since, String command) {
        try {
            return Math.addExact(Math.multiplyExact(n, unit), since);
        } catch (ArithmeticException e) {
            throw invalid(command);
        }
    }

    static CommandException invalid(String command) {
        return new CommandException("ERR invalid expire time in '" + command + "' command");
    }
}
