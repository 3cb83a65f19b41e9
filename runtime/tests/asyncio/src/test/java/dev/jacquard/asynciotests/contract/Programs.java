package dev.jacquard.asynciotests.contract;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Methods of each kind that can be {@code @Async}. */
final class Programs {
    private Programs() {}

    @Async
    static Coroutine<String> text() {
        await(sleep(1));
        return Coroutine.of("text");
    }

    @Async
    static Coroutine<Integer> number() throws IOException {
        await(sleep(1));
        return Coroutine.of(1);
    }

    @Async
    static Coroutine<String> fails() throws IOException {
        await(sleep(1));
        throw new IOException("fails");
    }

    @Async
    static AsyncGenerator<String> letters() {
        emit("a");
        await(sleep(1));
        emit("b");
        return AsyncGenerator.end();
    }

    @Async
    static CompletableFuture<String> future() {
        return CompletableFuture.completedFuture(await(text()));
    }

    @Async
    static CompletionStage<String> stage() {
        return CompletableFuture.completedFuture(await(text()));
    }

    /** With what it fails. */
    @Async
    static Coroutine<Throwable> failureOf(Coroutine<?> coroutine) {
        return Coroutine.of(await(gatherSettled(coroutine)).get(0).<Throwable>fold(v -> null, e -> e));
    }
}
