package dev.jacquard.samples;

import static dev.jacquard.Asyncio.getRunningLoop;

import java.time.Duration;
import java.util.Locale;

/** Time since its creation, on the clock of the running loop. */
public final class Stopwatch {
    private final Duration start = getRunningLoop().time();

    /** In seconds with one digit: {@code 0.3 s}. */
    @Override
    public String toString() {
        Duration passed = getRunningLoop().time().minus(start);
        return String.format(Locale.ROOT, "%.1f s", passed.toMillis() / 1000.0);
    }
}
