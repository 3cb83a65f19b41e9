package dev.jacquard.reactivestreams;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.annotations.Async;

/** A generator that suspends now and then. */
final class Numbers {
    private Numbers() {}

    @Async
    static AsyncGenerator<Integer> upTo(long n) {
        for (int i = 0; i < n; i++) {
            if (i % 3 == 1) {
                await(sleep(0));
            }
            emit(i);
        }
        return AsyncGenerator.end();
    }
}
