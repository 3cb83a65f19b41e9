package dev.jacquard.testing.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

class SchedulesProperties {
    private record Case(List<Integer> amounts, Schedule schedule) {
        boolean fails(boolean locked) {
            try {
                Explorer.fifo().run(schedule, () -> Account.deposits(amounts, locked));
                return false;
            } catch (AssertionError e) {
                return true;
            }
        }
    }

    /** As jqwik itself does it: what it reports is as short. */
    @Property(tries = 1000, seed = "5", edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(IsShort.class)
    void jqwikShrinksIt(@ForAll("schedules") Schedule schedule) {
        Explorer.fifo().run(schedule, Account::twoDeposits);
    }

    static final class IsShort implements AroundPropertyHook {
        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            PropertyExecutionResult result = property.execute();
            assertThat(result.status()).isEqualTo(PropertyExecutionResult.Status.FAILED);
            Object shrunk = result.falsifiedParameters().orElseThrow().get(0);
            assertThat(shrunk).isEqualTo(Schedule.parse("2,3"));
            return result.mapToSuccessful();
        }
    }

    @Provide
    Arbitrary<Schedule> schedules() {
        return Schedules.arbitrary();
    }

    private static Arbitrary<Case> cases(int tasks) {
        Arbitrary<List<Integer>> amounts =
                Arbitraries.integers().between(1, 100).list().ofSize(tasks);
        return Combinators.combine(amounts, Schedules.arbitrary()).as(Case::new);
    }

    @Property(tries = 500, seed = "1", edgeCases = EdgeCasesMode.NONE)
    void nothingIsLostWithALock(@ForAll List<Integer> amounts, @ForAll("schedules") Schedule schedule) {
        List<Integer> few = amounts.subList(0, Math.min(4, amounts.size()));
        Explorer.fifo().run(schedule, () -> Account.deposits(few, true));
    }

    @Property(tries = 500, seed = "2", edgeCases = EdgeCasesMode.NONE)
    void theTextIsTheValue(@ForAll("schedules") Schedule schedule) {
        assertThat(Schedule.parse(schedule.toString())).isEqualTo(schedule);
    }

    /** Schedule and data shrink together: to deposits of 1, and the fewest deviations. */
    @Property(tries = 3)
    void shrinksTowardsFifo(@ForAll @IntRange(min = 2, max = 4) int tasks) {
        Random random = new Random(3);
        var generator = cases(tasks).generator(500);
        int found = 0;
        for (int i = 0; i < 500 && found < 5; i++) {
            Shrinkable<Case> one = generator.next(random);
            if (one.value().fails(false)) {
                found++;
                Case least = least(one).value();
                assertThat(least.amounts()).containsOnly(1);
                assertThat(least.schedule().size()).isLessThanOrEqualTo(2);
            }
        }
        assertThat(found).isEqualTo(5);
    }

    private static Shrinkable<Case> least(Shrinkable<Case> failing) {
        Shrinkable<Case> best = failing;
        for (; ; ) {
            Optional<Shrinkable<Case>> better =
                    best.shrink().filter(s -> s.value().fails(false)).findFirst();
            if (better.isEmpty()) {
                return best;
            }
            best = better.get();
        }
    }
}
