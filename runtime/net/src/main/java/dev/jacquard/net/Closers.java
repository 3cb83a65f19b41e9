package dev.jacquard.net;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What libraries have to end before a loop's channels are closed. */
final class Closers {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final List<Supplier<? extends CompletionStage<?>>> closers = new ArrayList<>();

    void add(Supplier<? extends CompletionStage<?>> closer) {
        closers.add(closer);
    }

    /**
     * Calls them, the last one first, and waits for each, but not for ever.
     *
     * @param turn lets Netty go on, and waits a moment if it has nothing to do
     */
    void run(Runnable turn) {
        long deadline = System.nanoTime() + LONGEST_NANOS;
        while (!closers.isEmpty()) {
            Supplier<? extends CompletionStage<?>> last = closers.remove(closers.size() - 1);
            CompletableFuture<?> closing = last.get().toCompletableFuture();
            while (!closing.isDone() && System.nanoTime() - deadline < 0) {
                turn.run();
            }
        }
    }
}
