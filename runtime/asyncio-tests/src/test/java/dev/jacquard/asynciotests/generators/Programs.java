package dev.jacquard.asynciotests.generators;

import dev.jacquard.AsyncCallable;
import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.Runner;
import dev.jacquard.loop.VirtualClock;
import java.util.ArrayList;
import java.util.List;

/** Runs a program in virtual time and keeps what it tells. */
abstract class Programs {
    final List<Object> trail = new ArrayList<>();
    final List<ErrorContext> errors = new ArrayList<>();

    <T> T program(AsyncCallable<T> main) {
        return on(EventLoop.builder().clock(new VirtualClock()).build(), main);
    }

    /** The same on the system's clock, for what comes from other threads unannounced. */
    <T> T realTimeProgram(AsyncCallable<T> main) {
        return on(EventLoop.builder().build(), main);
    }

    private <T> T on(EventLoop loop, AsyncCallable<T> main) {
        loop.setExceptionHandler((l, context) -> errors.add(context));
        try (Runner runner = Runner.builder().loopFactory(() -> loop).build()) {
            return runner.run(main);
        }
    }
}
