package dev.jacquard.samples;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Runner;
import dev.jacquard.loop.VirtualClock;
import java.util.List;

/** Runs a sample in virtual time: the clock jumps where it would sleep. */
public final class VirtualRun {
    private VirtualRun() {}

    /** What the sample prints. */
    public static List<String> lines(Coroutine<?> sample) throws Exception {
        return lines(sample, false);
    }

    /** What the sample prints in debug mode, until its loop is closed. */
    public static List<String> debugLines(Coroutine<?> sample) throws Exception {
        return lines(sample, true);
    }

    private static List<String> lines(Coroutine<?> sample, boolean debug) throws Exception {
        return Output.linesOf(
                () -> {
                    try (Runner runner =
                            Runner.builder()
                                    .debug(debug)
                                    .loopFactory(
                                            () ->
                                                    EventLoop.builder()
                                                            .clock(new VirtualClock())
                                                            .build())
                                    .build()) {
                        runner.run(sample);
                    }
                });
    }
}
