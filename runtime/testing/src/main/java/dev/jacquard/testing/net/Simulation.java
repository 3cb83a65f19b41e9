package dev.jacquard.testing.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.testing.schedules.Program;
import java.util.List;

/**
 * Runs a program on simulated networks: with one seed, or with many in search of one that fails. Each run has a fresh
 * loop with virtual time, so the same seed does the same again.
 */
public final class Simulation {
    private Simulation() {}

    /**
     * Runs a program once.
     *
     * @throws SimulationError if it fails, or leaves tasks behind that belong to no host
     */
    public static void run(long seed, SimulatedProgram program) {
        if (!passes(seed, program, false)) {
            passes(seed, program, true); // again, now with a story
            throw new IllegalStateException("Seed "
                    + seed
                    + " failed once and passed then: the program depends on more than its"
                    + " seed, such as the time, hash codes, threads or static state");
        }
    }

    /**
     * Runs a program with the seeds 0 to n-1.
     *
     * @return how many that were
     * @throws SimulationError for the first that fails
     */
    public static int check(int seeds, SimulatedProgram program) {
        for (long seed = 0; seed < seeds; seed++) {
            run(seed, program);
        }
        return seeds;
    }

    /**
     * A program for an {@link dev.jacquard.testing.schedules.Explorer}: the schedule chooses who goes on next, which
     * packet arrives next, and what {@link SimulatedNetwork#happens}. The network's seed is always 0.
     *
     * <pre>{@code
     * Explorer.random(1).runs(1000).explore(Simulation.program(net -> scenario(net)));
     * }</pre>
     */
    public static Program program(SimulatedProgram program) {
        return () -> simulated(0, program, false, new SimulatedNetwork[1]);
    }

    /** One run; with a story, failures are thrown. */
    private static boolean passes(long seed, SimulatedProgram program, boolean withStory) {
        SimulatedNetwork[] network = new SimulatedNetwork[1];
        try (AsyncTester tester = AsyncTester.builder().debug(withStory).build()) {
            tester.run(simulated(seed, program, withStory, network));
        } catch (Exception | Error e) {
            if (!withStory) {
                return false;
            }
            throw new SimulationError(seed, network[0] == null ? List.of() : network[0].story(), e);
        }
        return true;
    }

    @Async
    private static Coroutine<Void> simulated(
            long seed, SimulatedProgram program, boolean withStory, SimulatedNetwork[] network) throws Exception {
        try (SimulatedNetwork net = new SimulatedNetwork(seed)) {
            network[0] = net;
            net.record(withStory);
            await(program.apply(net));
        }
        return Coroutine.done();
    }
}
