package dev.jacquard.testing.net;

import dev.jacquard.Coroutine;
import dev.jacquard.ThrowingAsyncFunction;

/** What {@link Simulation} runs: gets a network, and throws if something is wrong. */
@FunctionalInterface
public interface SimulatedProgram extends ThrowingAsyncFunction<SimulatedNetwork, Void, Exception> {
    @Override
    Coroutine<Void> apply(SimulatedNetwork network) throws Exception;
}
