package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.getRunningLoop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.ErrorContext;
import dev.jacquard.Runner;
import dev.jacquard.ThrowingAsyncCallable;
import dev.jacquard.net.IoBackend;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A loop for a test, and what its exception handler was told. */
final class OnLoop {
    final List<ErrorContext> errors = new ArrayList<>();
    private Thread thread;

    <T, X extends Exception> T run(IoBackend backend, ThrowingAsyncCallable<T, X> main) throws X {
        Assumptions.assumeTrue(backend.isAvailable());
        try (Runner runner = Runner.builder().loopFactory(backend::newLoop).build()) {
            return runner.run(() -> {
                getRunningLoop().setExceptionHandler((l, e) -> errors.add(e));
                thread = Thread.currentThread();
                return main.call();
            });
        }
    }

    /** The thread is the loop's, and Vert.x sees its own context there. */
    void assertHere() {
        assertThat(Thread.currentThread()).isSameAs(thread);
        assertThat(Vertx.currentContext().owner()).isSameAs(VertxLoop.vertx());
        assertThat(Vertx.currentContext().isEventLoopContext()).isTrue();
    }
}
