package dev.jacquard.asynciotests.kernel;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.currentTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The driver's bookkeeping where steps and generators are nested in one another. */
class StepInsideStepTest {
    private final List<String> log = new ArrayList<>();

    @Async
    Coroutine<Void> pause() {
        await(sleep(0));
        return Coroutine.done();
    }

    @Async
    Coroutine<Void> loggedPause() {
        await(sleep(0));
        log.add("paused");
        return Coroutine.done();
    }

    @Async
    AsyncGenerator<Integer> numbers() {
        for (int i = 0; i < 3; i++) {
            emit(i);
            await(pause());
        }
        return AsyncGenerator.end();
    }

    @Async
    AsyncGenerator<Integer> doubled() {
        for (int i : numbers()) {
            emit(2 * i);
        }
        return AsyncGenerator.end();
    }

    @Async
    Coroutine<Integer> next(AsyncGenerator<Integer> numbers) {
        int i = await(numbers.nextAsync());
        log.add("next " + i);
        return Coroutine.of(i);
    }

    /** The eager task's first step resumes a generator, inside the step of a resumed parent. */
    @Async
    Coroutine<Integer> startsAnEagerTask() {
        AsyncGenerator<Integer> numbers = numbers();
        int sum = await(next(numbers));
        await(loggedPause()); // from here on this frame is resumed as a parent
        Task<Integer> me = Task.create(getRunningLoop(), next(numbers), "eager", null, true);
        log.add("started " + currentTask().getName());
        await(sleep(0)); // suspends with nothing on top
        log.add("on");
        sum += 10 * await(me);
        await(numbers.closeAsync());
        return Coroutine.of(sum);
    }

    @Test
    void eagerTaskThatResumesGenerator() {
        Task<?>[] main = new Task<?>[1];
        assertThat(run(() -> {
                    main[0] = currentTask();
                    main[0].setName("main");
                    return Coroutine.of(await(startsAnEagerTask()));
                }))
                .isEqualTo(10);
        assertThat(log).containsExactly("next 0", "paused", "started main", "next 1", "on");
    }

    /** The step begins in the inner generator, which is resumed again in the same step. */
    @Async
    Coroutine<Integer> generatorOfGenerator() {
        int sum = 0;
        for (int i : doubled()) {
            sum = 10 * sum + i;
        }
        return Coroutine.of(sum);
    }

    @Test
    void generatorAroundGenerator() {
        assertThat(run(generatorOfGenerator())).isEqualTo(24);
    }
}
