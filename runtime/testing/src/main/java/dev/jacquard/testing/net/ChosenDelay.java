package dev.jacquard.testing.net;

import dev.jacquard.testing.schedules.Choices;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One of several delays: which one, a schedule says where one is explored. */
final class ChosenDelay implements Delay {
    private final List<Duration> delays;

    ChosenDelay(List<Duration> delays) {
        if (delays.isEmpty()) {
            throw new IllegalArgumentException("No delay to choose from");
        }
        delays.forEach(Delay::fixed); // which checks it
        this.delays = delays;
    }

    @Override
    public Duration next(RandomGenerator random) {
        return next(random, () -> "of a packet");
    }

    @Override
    public Duration next(RandomGenerator random, Supplier<String> packet) {
        return Choices.isExploring()
                ? Choices.among("delay " + packet.get(), delays)
                : delays.get(random.nextInt(delays.size()));
    }
}
