package dev.jacquard.asynciotests.schedules;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** What all tasks do and when, and who is cancelled when. */
public record Schedule(List<Actor> actors, List<Cancellation> cancellations) {
    private static final int MAX_ACTORS = 6;
    private static final int MAX_STEPS = 5;

    /** All delays are small, so that many things happen at the same instant. */
    private static final int MAX_DELAY = 3;

    /** Schedules of tasks that do things of so many kinds. */
    public static Arbitrary<Schedule> arbitrary(int kinds) {
        Arbitrary<Integer> delay = Arbitraries.integers().between(0, MAX_DELAY);
        Arbitrary<Integer> patience =
                Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(0)), Tuple.of(1, uniform(1, MAX_DELAY)));
        Arbitrary<Integer> victim = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.just(1)),
                Tuple.of(1, uniform(2, MAX_ACTORS + 1)));
        Arbitrary<Step> step = Combinators.combine(uniform(0, kinds - 1), delay, delay, patience, victim)
                .as(Step::new);
        Arbitrary<Actor> actor = Combinators.combine(step.list().ofMaxSize(MAX_STEPS), Arbitraries.of(false, true))
                .as(Actor::new);
        Arbitrary<Cancellation> cancellation = Combinators.combine(
                        Arbitraries.integers().between(0, 4 * MAX_DELAY), uniform(0, MAX_ACTORS - 1))
                .as(Cancellation::new);
        return Combinators.combine(
                        actor.list().ofMinSize(1).ofMaxSize(MAX_ACTORS),
                        cancellation.list().ofMaxSize(6))
                .as(Schedule::new);
    }

    /** jqwik prefers small numbers, but no kind of step is better than another. */
    private static Arbitrary<Integer> uniform(int min, int max) {
        return Arbitraries.integers().between(min, max).withDistribution(RandomDistribution.uniform());
    }

    /** After this time nothing happens any more. */
    int horizon() {
        int end = 0;
        for (Cancellation c : cancellations) {
            end = Math.max(end, c.at());
        }
        for (Actor a : actors) {
            for (Step s : a.steps()) {
                end += s.delay() + s.hold() + s.patience();
            }
        }
        return end + 1;
    }
}
