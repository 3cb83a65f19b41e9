package dev.jacquard.samples.streams;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;

/**
 * A range that takes its time, and what can be built on it: values are made one by one, when they are wanted.
 *
 * <p>In Python: {@code async def ... yield}, and {@code async for}.
 */
public final class Ranges {
    private Ranges() {}

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    static AsyncGenerator<Integer> range(int from, int to) {
        for (int i = from; i < to; i++) {
            await(sleep(30));
            emit(i);
        }
        return AsyncGenerator.end();
    }

    @Async
    static AsyncGenerator<Integer> squares(AsyncGenerator<Integer> numbers) {
        for (int n : numbers) {
            emit(n * n);
        }
        return AsyncGenerator.end();
    }

    /** {@code [x async for x in values]} */
    @Async
    static <T> Coroutine<List<T>> toList(AsyncGenerator<T> values) {
        List<T> list = new ArrayList<>();
        for (T value : values) {
            list.add(value);
        }
        return Coroutine.of(list);
    }

    @Async
    static Coroutine<Void> print(String name, AsyncGenerator<Integer> numbers) {
        for (int n : numbers) {
            System.out.println(name + " " + n);
        }
        return Coroutine.done();
    }

    @Async
    public static Coroutine<Void> demo() {
        System.out.println("squares: " + await(toList(squares(range(1, 6)))));
        await(gather(print("up", range(0, 3)), print("further up", range(10, 13))));
        return Coroutine.done();
    }
}
