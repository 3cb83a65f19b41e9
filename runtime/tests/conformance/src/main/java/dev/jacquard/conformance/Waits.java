package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.waitAll;
import static dev.jacquard.Asyncio.waitAny;
import static dev.jacquard.Asyncio.waitFirstException;

import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.Waited;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The awaitable {@code wait}. */
final class Waits {
    private final Trace trace;

    Waits(Trace trace) {
        this.trace = trace;
    }

    /** Waits, and gives the sorted names of the done and of the pending futures. */
    @Async
    Coroutine<List<List<String>>> names(String when, List<Awaitable<?>> operands, @Nullable Duration timeout) {
        List<Future<?>> futures = new ArrayList<>();
        for (Awaitable<?> operand : operands) {
            if (!(operand instanceof Future<?> future)) {
                throw Values.typeError("wait() takes tasks and futures, not " + operand);
            }
            futures.add(future);
        }
        Waited<Future<?>> waited = await(wait(when, futures, timeout));
        return Coroutine.of(List.of(names(waited.done()), names(waited.pending())));
    }

    private static Coroutine<Waited<Future<?>>> wait(String when, List<Future<?>> futures, @Nullable Duration timeout) {
        return switch (when) {
            case "FIRST_COMPLETED" -> waitAny(futures, timeout);
            case "FIRST_EXCEPTION" -> waitFirstException(futures, timeout);
            case "ALL_COMPLETED" -> waitAll(futures, timeout);
            default -> throw new IllegalArgumentException("unknown condition " + when);
        };
    }

    private List<String> names(Collection<Future<?>> futures) {
        return futures.stream().map(trace::nameOf).sorted().toList();
    }
}
