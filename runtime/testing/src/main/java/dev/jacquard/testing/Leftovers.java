package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/** Who looks for what one test has left: what the test watches, what the loop knows, services. */
final class Leftovers {
    private static final int TRIES = 200;
    private static final long PAUSE_NANOS = 5_000_000;

    /** Not the loop's, which the test may have shut down. */
    private static final Executor PAUSES = r -> {
        Thread thread = new Thread(r, "jacquard-test-pause");
        thread.setDaemon(true);
        thread.start();
    };

    private final EventLoop loop;
    private final List<LeftoverProbe.Look> looks = new ArrayList<>();
    private final List<WatchedState> states = new ArrayList<>();

    Leftovers(EventLoop loop) {
        this.loop = loop;
    }

    void add(LeftoverProbe.Look look) {
        looks.add(look);
    }

    void add(WatchedState state) {
        states.add(state);
    }

    /** Looks for all that is known of, not only for what a test watches. */
    void everything() {
        add(this::openResources);
        for (LeftoverProbe probe : ServiceLoader.load(LeftoverProbe.class)) {
            add(probe.begin(loop));
        }
    }

    private List<String> openResources() {
        List<String> lines = new ArrayList<>();
        for (ErrorContext open : loop.openResources()) {
            lines.add(open.source() + Leaks.rows("opened at:", open.createdAt()));
        }
        return lines;
    }

    /** What is left, when threads have had time to close what they are about to. */
    @Async
    Coroutine<List<String>> find() {
        List<String> left = now();
        for (int i = 0; !left.isEmpty() && i < TRIES; i++) {
            await(loop.runInExecutor(PAUSES, Leftovers::pause)); // in real time
            left = now();
        }
        for (WatchedState state : states) { // which no thread changes any more
            left.addAll(state.left());
        }
        return Coroutine.of(left);
    }

    private List<String> now() {
        List<String> left = new ArrayList<>();
        for (LeftoverProbe.Look look : looks) {
            left.addAll(look.left());
        }
        return left;
    }

    private static boolean pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
        return true;
    }
}
