package dev.jacquard.samples.streams;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/**
 * Async generators: {@code emit} hands out a value, an ordinary {@code for} loop takes them.
 *
 * <p>In Python: {@code yield} in an {@code async def}.
 */
public final class Generators {
    private Generators() {}

    public static void main(String[] args) {
        run(tour());
    }

    /** Each value may take a while: the loop over it waits, other tasks go on. */
    @Async
    static AsyncGenerator<Integer> fibonacci() {
        int a = 0;
        int b = 1;
        try {
            while (true) {
                emit(a);
                await(sleep(20));
                int next = a + b;
                a = b;
                b = next;
            }
        } finally {
            System.out.println("the generator is closed");
        }
    }

    /** Generators compose: this one takes from another. */
    @Async
    static <T> AsyncGenerator<String> numbered(AsyncGenerator<T> values, int limit) {
        try (values) { // closes it also when we stop early
            int n = 0;
            for (T value : values) {
                if (++n > limit) {
                    break;
                }
                emit(n + ": " + value);
            }
        }
        return AsyncGenerator.end();
    }

    @Async
    public static Coroutine<Void> tour() {
        for (String line : numbered(fibonacci(), 8)) {
            System.out.println(line);
        }
        return Coroutine.done();
    }
}
