package dev.jacquard.samples;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.List;

/**
 * One cook, several pans: while one thing sizzles, the cook turns to the next.
 *
 * <p>In Python: the same, with {@code asyncio.create_task}.
 */
public final class Breakfast {
    private Breakfast() {}

    public static void main(String[] args) {
        run(makeBreakfast());
    }

    @Async
    static Coroutine<String> fryEggs(int howMany) {
        System.out.println("eggs: warming the pan");
        await(sleep(100));
        System.out.println("eggs: cracking " + howMany);
        await(sleep(200));
        return Coroutine.of("eggs");
    }

    @Async
    static Coroutine<String> fryBacon(int slices) {
        System.out.println("bacon: first side of " + slices + " slices");
        await(sleep(200));
        System.out.println("bacon: second side");
        await(sleep(200));
        return Coroutine.of("bacon");
    }

    /** What has to happen in order is written in order. */
    @Async
    static Coroutine<String> toastWithJam(int slices) {
        System.out.println("toast: " + slices + " slices in");
        await(sleep(250));
        System.out.println("toast: out, butter, jam");
        return Coroutine.of("toast with jam");
    }

    @Async
    static Coroutine<Void> makeBreakfast() {
        var watch = new Stopwatch();
        System.out.println("coffee is poured");
        List<Task<String>> pans = List.of(
                createTask(fryEggs(2), "eggs"), createTask(fryBacon(3), "bacon"), createTask(toastWithJam(2), "toast"));
        List<String> plate = await(gather(pans));
        System.out.println("on the plate: " + plate);
        System.out.println("breakfast took " + watch + ", one by one it would be 1.0 s");
        return Coroutine.done();
    }
}
