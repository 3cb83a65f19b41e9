package dev.jacquard.testing.net;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The search over seeds. */
class SimulationTest {
    @Async
    private static Coroutine<Void> fails(SimulatedNetwork net) {
        await(sleep(Duration.ofMillis(net.random().nextInt(1000))));
        net.note("looks");
        if (getRunningLoop().time().toMillis() % 10 == 3) {
            throw new IllegalStateException("at " + getRunningLoop().time().toMillis());
        }
        return Coroutine.done();
    }

    @Test
    void aSearchNamesTheSeedThatFailsAndItFailsAgain() {
        SimulationError found = null;
        try {
            Simulation.check(1000, SimulationTest::fails);
        } catch (SimulationError e) {
            found = e;
        }
        assertThat(found).isNotNull();
        SimulationError error = found;
        assertThat(error)
                .hasMessageStartingWith("Seed " + error.seed() + " fails; again with")
                .hasMessageContaining("IllegalStateException: at ")
                .hasMessageContaining("  looks");
        assertThatThrownBy(() -> Simulation.run(error.seed(), SimulationTest::fails))
                .hasMessage(error.getMessage());
    }

    private int runs;

    @Test
    void aProgramThatDependsOnMoreThanItsSeedIsToldSo() {
        assertThatThrownBy(() -> Simulation.run(5, net -> {
                    if (runs++ == 0) {
                        throw new IllegalStateException("once");
                    }
                    return Coroutine.done();
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Seed 5 failed once and passed then");
    }
}
