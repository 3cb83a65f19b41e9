package dev.jacquard.asynciotests;

import dev.jacquard.EventLoop;
import dev.jacquard.Runner;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.loop.VirtualClock;

/** Runs programs on a virtual clock, which jumps: nobody waits. */
public final class Virtual {
    private Virtual() {}

    /** {@code Asyncio.run} on a virtual clock. */
    public static <T, X extends Exception> T run(ThrowingAsyncCallable<T, X> main) throws X {
        try (Runner runner = runner()) {
            return runner.run(main);
        }
    }

    /** A runner with a virtual clock. */
    public static Runner runner() {
        return Runner.builder().loopFactory(Virtual::loop).build();
    }

    private static EventLoop loop() {
        return EventLoop.builder().clock(new VirtualClock()).build();
    }
}
