package dev.jacquard.asynciotests;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Runner;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.annotations.Async;
import dev.jacquard.loop.VirtualClock;
import dev.jacquard.testing.AsyncTester;
import dev.jacquard.testing.Leak;
import java.time.Duration;

/** What tests need that are no {@code @AsyncTest}: loops of their own in virtual time. */
public final class OnVirtualTime {
    private OnVirtualTime() {}

    /** A new loop whose time is 0. */
    public static EventLoop loop() {
        return EventLoop.builder().clock(new VirtualClock()).build();
    }

    /** A runner of such a loop, for tests of runners. */
    public static Runner runner() {
        return Runner.builder().loopFactory(OnVirtualTime::loop).build();
    }

    /** Runs a program, and fails if it leaves behind what is not allowed. */
    public static <T, X extends Exception> T run(ThrowingAsyncCallable<T, X> main, Leak... allowed) throws X {
        try (AsyncTester tester = AsyncTester.builder().allow(allowed).build()) {
            return tester.run(main);
        }
    }

    /** The same many times, in a property: without debug mode. */
    public static <T, X extends Exception> T runOften(ThrowingAsyncCallable<T, X> main) throws X {
        try (AsyncTester tester = AsyncTester.builder().debug(false).build()) {
            return tester.run(main);
        }
    }

    /** What awaiting throws, or null. */
    @Async
    public static Coroutine<Throwable> thrownBy(Awaitable<?> awaitable) {
        try {
            await(awaitable);
        } catch (Throwable e) {
            return Coroutine.of(e);
        }
        return Coroutine.of(null);
    }

    public static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** The running loop's time in seconds. */
    public static double now() {
        return getRunningLoop().time().toNanos() / 1e9;
    }
}
