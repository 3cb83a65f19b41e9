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

/** Tests whose programs, with servers and clients of Vert.x, run on the thread of a loop. */
abstract class LoopsThread {
    /** What the loop's exception handler was told. */
    final List<ErrorContext> errors = new ArrayList<>();

    Thread loopsThread;

    final <T, X extends Exception> T onLoop(IoBackend backend, ThrowingAsyncCallable<T, X> main) throws X {
        Assumptions.assumeTrue(backend.isAvailable());
        try (Runner runner = Runner.builder().loopFactory(backend::newLoop).build()) {
            return runner.run(() -> {
                getRunningLoop().setExceptionHandler((l, e) -> errors.add(e));
                loopsThread = Thread.currentThread();
                return main.call();
            });
        }
    }

    final void assertOnLoop() {
        assertThat(Thread.currentThread()).isSameAs(loopsThread);
        assertThat(Vertx.currentContext().owner()).isSameAs(VertxLoop.vertx());
        assertThat(Vertx.currentContext().isEventLoopContext()).isTrue();
    }
}
