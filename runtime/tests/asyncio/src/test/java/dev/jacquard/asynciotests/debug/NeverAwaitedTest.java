package dev.jacquard.asynciotests.debug;

import static dev.jacquard.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncLock;
import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Debug mode tells of coroutines that are never awaited, once each, with where they were made. */
class NeverAwaitedTest {
    private final Reports reports = new Reports();
    private final List<Object> kept = new ArrayList<>();

    @AfterEach
    void close() {
        reports.close();
    }

    private List<String> told() {
        return reports.containing("was never awaited");
    }

    @Async
    static Coroutine<Integer> fetch(int n) {
        await(sleep(0));
        return Coroutine.of(n);
    }

    @Async
    static Coroutine<Integer> quick() {
        return Coroutine.of(1);
    }

    @Async
    Coroutine<Void> forgets() {
        await(sleep(0));
        kept.add(fetch(1));
        return Coroutine.done();
    }

    @Async
    Coroutine<Void> calls() {
        await(forgets());
        return Coroutine.done();
    }

    @Test
    void itIsToldAtTheEndWithTheCallsThatMadeIt() {
        run(calls(), true);
        assertThat(told()).hasSize(1);
        String[] rows = told().get(0).split("\n\tat ");
        assertThat(rows[0])
                .startsWith("Coroutine NeverAwaitedTest.fetch was never awaited.")
                .contains("createTask")
                .endsWith("Created by task Task-1 at:");
        // after a suspension the caller is not on the stack, but in the report
        assertThat(rows[1]).contains("NeverAwaitedTest.forgets(NeverAwaitedTest.java:");
        assertThat(rows[2]).contains("NeverAwaitedTest.calls(NeverAwaitedTest.java:");
        assertThat(told().get(0)).doesNotContain("dev.jacquard.woven").doesNotContain("JobLoop");
    }

    @Test
    void whatIsAwaitedInAnyWayIsNotTold() {
        run(whatIsAwaited(), true);
        assertThat(reports.all()).isEmpty();
    }

    @Async
    Coroutine<Integer> whatIsAwaited() {
        int sum = 0;
        for (int i = 0; i < 100; i++) {
            sum += await(fetch(i));
        }
        Coroutine<Integer> later = fetch(1);
        sum += await(later);
        sum += await(createTask(fetch(2)));
        sum += await(gather(fetch(3), quick())).size();
        Coroutine<Void> sleep = sleep(Duration.ofNanos(1));
        await(sleep);
        await(createTask(sleep(0)));
        await(createTask(sleep(Duration.ofNanos(1), "x")));
        await(toThread(() -> 1));
        return Coroutine.of(sum);
    }

    @Async
    Coroutine<Void> closesAndCancels() {
        Coroutine<Integer> unwanted = fetch(1);
        unwanted.close();
        Coroutine<Void> sleep = sleep(5);
        sleep.close();
        Task<Integer> task = createTask(fetch(2));
        task.cancel();
        Task<Void> sleeper = createTask(sleep(5000));
        sleeper.cancel();
        await(gatherSettled(task, sleeper));
        return Coroutine.done();
    }

    @Test
    void whatIsClosedOrCancelledIsNotTold() {
        run(closesAndCancels(), true);
        assertThat(reports.all()).isEmpty();
    }

    @Async
    static AsyncGenerator<Integer> numbers() {
        emit(1);
        return AsyncGenerator.end();
    }

    @Async
    Coroutine<Integer> generates() {
        kept.add(numbers());
        int sum = 0;
        for (int n : numbers()) {
            sum += n;
        }
        return Coroutine.of(sum);
    }

    @Test
    void aGeneratorMayBeLeftAlone() {
        assertThat(run(generates(), true)).isEqualTo(1);
        assertThat(reports.all()).isEmpty();
    }

    @Async
    Coroutine<Void> forgetsSleep() {
        kept.add(sleep(5));
        kept.add(toThread(() -> 1));
        return Coroutine.done();
    }

    @Test
    void theRuntimesOwnAreNamedByTheCall() {
        run(forgetsSleep(), true);
        assertThat(told()).hasSize(2);
        assertThat(told().get(0)).startsWith("Coroutine Asyncio.sleep was never awaited.");
        assertThat(told().get(1)).startsWith("Coroutine Asyncio.toThread was never awaited.");
    }

    @Async
    Coroutine<Void> dropsAndCollects() {
        drop();
        while (told().isEmpty()) {
            System.gc();
            await(sleep(1));
        }
        return Coroutine.done();
    }

    private static void drop() {
        assertThat(fetch(1).asCoroutine()).isNotNull();
    }

    @Test
    @Timeout(60)
    void whatIsCollectedIsToldWhileTheLoopRunsAndOnlyOnce() {
        run(dropsAndCollects(), true);
        assertThat(told())
                .singleElement()
                .asString()
                .contains("NeverAwaitedTest.fetch")
                .contains("NeverAwaitedTest.drop(");
    }

    @Test
    void withoutDebugModeNothingIsTold() {
        run(calls(), false);
        assertThat(reports.all()).isEmpty();
    }

    @Test
    void debugModeMayBeSwitchedOnInTheMiddle() {
        run(switchesOn());
        assertThat(told()).hasSize(1);
    }

    @Async
    Coroutine<Void> switchesOn() {
        kept.add(fetch(1)); // before: nothing is known of it
        getRunningLoop().setDebug(true);
        kept.add(fetch(2));
        Coroutine<Integer> used = fetch(3);
        getRunningLoop().setDebug(false);
        await(used);
        kept.add(fetch(4));
        return Coroutine.done();
    }

    @Test
    void awaitingTwiceIsRefusedInDebugModeToo() {
        String message = run(twice(), true);
        assertThat(message).contains("was awaited already, at ").contains("and again at ");
        assertThat(reports.all()).isEmpty();
    }

    @Async
    Coroutine<String> twice() {
        Coroutine<Integer> c = fetch(1);
        await(c);
        try {
            await(c);
            return Coroutine.of("");
        } catch (IllegalStateException e) {
            return Coroutine.of(String.valueOf(e.getMessage()));
        }
    }

    @Async
    Coroutine<Void> forgetsPrimitives() {
        AsyncLock lock = new AsyncLock();
        AsyncQueue<Integer> queue = new AsyncQueue<>();
        kept.add(lock.acquire());
        kept.add(queue.get());
        queue.putNowait(1);
        await(queue.get());
        await(lock.acquire());
        return Coroutine.done();
    }

    @Test
    void acquireAndGetAreToldAsOften() {
        run(forgetsPrimitives(), true);
        assertThat(told()).hasSize(2);
        assertThat(told().get(0)).startsWith("Coroutine AsyncLock.acquire was never awaited");
        assertThat(told().get(1)).startsWith("Coroutine AsyncQueue.get was never awaited");
    }
}
