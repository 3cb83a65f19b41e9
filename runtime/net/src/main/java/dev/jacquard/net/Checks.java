package dev.jacquard.net;

import java.time.Duration;

/** Refuses bad options. */
final class Checks {
    private Checks() {}

    static int positive(int value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " has to be at least 1: " + value);
        }
        return value;
    }

    static Duration positive(Duration value, String what) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " has to be positive: " + value);
        }
        return value;
    }

    static int port(int port) {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("A port is between 0 and 65535: " + port);
        }
        return port;
    }
}
