package dev.jacquard.samples;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Runner;
import dev.jacquard.docstesting.Output;
import dev.jacquard.loop.VirtualClock;
import dev.jacquard.testing.AsyncTester;
import java.util.List;

/** Runs a sample in virtual time: the clock jumps where it would sleep. */
public final class VirtualRun {
    private VirtualRun() {}

    /** What the sample prints. Fails if it leaves behind what no test may. */
    public static List<String> lines(Coroutine<?> sample) throws Exception {
        return Output.linesOf(() -> {
            try (AsyncTester tester = AsyncTester.builder().debug(false).build()) {
                tester.run(sample);
            }
        });
    }

    /** What the sample prints in debug mode, with what a runner tells until its loop is closed. */
    public static List<String> debugLines(Coroutine<?> sample) throws Exception {
        return Output.linesOf(() -> {
            try (Runner runner =
                    Runner.builder().debug(true).loopFactory(VirtualRun::loop).build()) {
                runner.run(sample);
            }
        });
    }

    private static EventLoop loop() {
        return EventLoop.builder().clock(new VirtualClock()).build();
    }
}
