package dev.jacquard.testing.schedules;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/**
 * A schedule that jqwik can make simpler: with fewer deviations; then with smaller choices; then with earlier ones.
 *
 * <p>Where it has few, all schedules with one less are tried too: not only those that are left when one is taken away,
 * for two deviations may do the work of three others.
 */
final class ShrinkableSchedule implements Shrinkable<Schedule> {
    /** With more deviations, all that have one less are too many. */
    private static final int FEW = 3;

    private static final int MAX_CHOICE = 2;

    private final Schedule schedule;

    ShrinkableSchedule(Schedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public Schedule value() {
        return schedule;
    }

    @Override
    public Stream<Shrinkable<Schedule>> shrink() {
        return Stream.of(less(), others(), lower(), earlier()).flatMap(s -> s).map(ShrinkableSchedule::new);
    }

    private Stream<Schedule> less() {
        int n = schedule.size();
        if (n == 0) {
            return Stream.empty();
        }
        Stream<Schedule> much =
                Stream.of(schedule.without(0, n), schedule.without(0, n / 2), schedule.without(n / 2, n));
        Stream<Schedule> one = IntStream.range(0, n).mapToObj(i -> schedule.without(i, i + 1));
        return Stream.concat(much.filter(s -> s.size() < n), one);
    }

    /** All with one deviation less, which are no later. */
    private Stream<Schedule> others() {
        int n = schedule.size();
        if (n < 2 || n > FEW) {
            return Stream.empty();
        }
        return all(schedule.without(0, n), n - 1, schedule.step(n - 1));
    }

    private static Stream<Schedule> all(Schedule start, int deviations, int last) {
        if (deviations == 0) {
            return Stream.of(start);
        }
        int first = start.isFifo() ? 1 : start.step(start.size() - 1) + 1;
        return IntStream.rangeClosed(first, last).boxed().flatMap(step -> IntStream.rangeClosed(1, MAX_CHOICE)
                .boxed()
                .flatMap(choice -> all(start.and(step, choice), deviations - 1, last)));
    }

    private Stream<Schedule> lower() {
        return IntStream.range(0, schedule.size()).boxed().flatMap(i -> IntStream.range(1, schedule.choice(i))
                .mapToObj(c -> schedule.withChoice(i, c)));
    }

    private Stream<Schedule> earlier() {
        return IntStream.range(0, schedule.size()).boxed().flatMap(i -> IntStream.range(
                        i == 0 ? 1 : schedule.step(i - 1) + 1, schedule.step(i))
                .mapToObj(s -> schedule.withStep(i, s)));
    }

    @Override
    public ShrinkingDistance distance() {
        long choices = 0;
        long steps = 0;
        for (Deviation d : schedule.deviations()) {
            choices += d.choice();
            steps += d.step();
        }
        return ShrinkingDistance.of(schedule.size(), choices, steps);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ShrinkableSchedule s && s.schedule.equals(schedule);
    }

    @Override
    public int hashCode() {
        return schedule.hashCode();
    }

    @Override
    public String toString() {
        return "Shrinkable[" + schedule + "]";
    }
}
