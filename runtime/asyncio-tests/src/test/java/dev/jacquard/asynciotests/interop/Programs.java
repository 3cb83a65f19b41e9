package dev.jacquard.asynciotests.interop;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.Runner;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.annotations.Async;
import dev.jacquard.loop.VirtualClock;
import java.util.ArrayList;
import java.util.List;

/** Runs a program in virtual time and keeps what it tells. */
abstract class Programs {
    final List<Object> trail = new ArrayList<>();
    final List<ErrorContext> errors = new ArrayList<>();

    <T, X extends Exception> T program(ThrowingAsyncCallable<T, X> main) throws X {
        EventLoop loop = EventLoop.builder().clock(new VirtualClock()).build();
        loop.setExceptionHandler((l, context) -> errors.add(context));
        try (Runner runner = Runner.builder().loopFactory(() -> loop).build()) {
            return runner.run(main);
        }
    }

    @Async
    static Coroutine<Throwable> failureOf(Awaitable<?> x) {
        try {
            await(x);
            return Coroutine.of(null);
        } catch (Throwable e) {
            return Coroutine.of(e);
        }
    }

    /** On a thread of its own. */
    static void elsewhere(Runnable r) {
        new Thread(r, "elsewhere").start();
    }
}
