package dev.jacquard.testing.net;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** How long something is on its way: a distribution, drawn from a generator. */
@FunctionalInterface
public interface Delay {
    /** The next delay; not negative. */
    Duration next(RandomGenerator random);

    /**
     * The next delay, for a packet: the schedule may choose it.
     *
     * @param packet what is delayed, for the story
     */
    default Duration next(RandomGenerator random, Supplier<String> packet) {
        return next(random);
    }

    /** Always the same. */
    static Delay fixed(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A negative delay: " + delay);
        }
        return random -> delay;
    }

    /** Each between two bounds is as likely. */
    static Delay uniform(Duration from, Duration to) {
        if (from.isNegative() || to.compareTo(from) < 0) {
            throw new IllegalArgumentException("No delays from " + from + " to " + to);
        }
        long low = from.toNanos();
        long high = to.toNanos();
        return random -> Duration.ofNanos(low == high ? low : random.nextLong(low, high + 1));
    }

    /** Mostly short, rarely many times as long: exponential. */
    static Delay exponential(Duration mean) {
        if (mean.isNegative()) {
            throw new IllegalArgumentException("A negative delay: " + mean);
        }
        long nanos = mean.toNanos();
        return random -> Duration.ofNanos((long) (nanos * random.nextExponential()));
    }

    /**
     * One of several. Under an explored schedule it is a choice of the schedule, which is shortened towards the first;
     * else each is as likely, and comes from the seed.
     */
    static Delay oneOf(Duration... delays) {
        return new ChosenDelay(List.of(delays));
    }

    /** Another delay once in a while. */
    default Delay orSometimes(double probability, Delay other) {
        return random -> (random.nextDouble() < probability ? other : this).next(random);
    }
}
