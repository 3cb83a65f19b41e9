package dev.jacquard.agenttests.unloading;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.timeout;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.Asyncio.waitFor;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncQueue;
import dev.jacquard.Awaitable;
import dev.jacquard.Context;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.Publishers;
import dev.jacquard.Runner;
import dev.jacquard.TaskGroup;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What an application does that is undeployed later: a bit of everything. */
public final class Application implements Library.Handler {
    private static final ContextVar<Object> VAR = ContextVar.of("var", "none");

    /** Of a class of ours, for whoever keeps what it should not. */
    private static final class Mine {}

    private Application() {}

    public static void core() throws Exception {
        VAR.get();
        Context.copyCurrent().run(() -> VAR.set(new Mine()));
        VAR.reset(VAR.set(new Mine()));
        run(program());
        try {
            run(failing());
        } catch (IllegalStateException e) {
            // expected
        }
        try (Runner runner = Runner.builder().debug(true).build()) {
            runner.run(program());
        }
        // stages, without a loop
        CompletableFuture<Integer> head = new CompletableFuture<>();
        CompletableFuture<Integer> last = head;
        for (int i = 0; i < 50; i++) {
            last = plusOne(last);
        }
        CompletableFuture<Integer> cancelled = plusOne(plusOne(new CompletableFuture<>()));
        cancelled.cancel(true);
        head.complete(0);
        if (last.join() != 50) {
            throw new AssertionError(last);
        }
    }

    @Async
    private static CompletableFuture<Integer> plusOne(CompletableFuture<Integer> before) {
        VAR.set(new Mine());
        return CompletableFuture.completedFuture(await(before) + 1);
    }

    @Async
    private static Coroutine<Void> failing() {
        await(sleep(1));
        throw new IllegalStateException("expected");
    }

    @Async
    private static AsyncGenerator<Integer> items() {
        for (int i = 0; i < 3; i++) {
            await(sleep(0));
            emit(i);
        }
        return AsyncGenerator.end();
    }

    private static Coroutine<Void> groupOf(TaskGroup group) {
        group.createTask(sleep(1));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> program() throws Exception {
        VAR.set(new Mine());
        await(gather(sleep(1), createTask(sleep(1)), waitFor(sleep(1), Duration.ofSeconds(9))));
        await(toThread(() -> VAR.get()));
        await(TaskGroup.run(group -> groupOf(group)));
        await(timeout(Duration.ofSeconds(9), limit -> sleep(1)));
        for (int i : items()) {
            VAR.set(i);
        }
        AsyncGenerator<Integer> abandoned = items();
        await(abandoned.nextAsync());
        for (int i : Publishers.from(Publishers.toPublisher(items(), getRunningLoop()))) {
            VAR.set(i);
        }
        AsyncQueue<Object> queue = new AsyncQueue<>();
        var get = createTask(queue.get());
        await(sleep(0));
        queue.putNowait(new Mine());
        await(get);
        await(Awaitable.of(CompletableFuture.supplyAsync(Mine::new)));
        await(plusOne(CompletableFuture.supplyAsync(() -> 1)));
        return Coroutine.done();
    }

    /** With a library that outlives us. */
    public static void library() {
        for (int i = 0; i < 3; i++) {
            run(Library.serve(new Application()));
        }
    }

    @Override
    @Async
    public Coroutine<Object> handle(Object request) {
        await(sleep(0));
        return Coroutine.of(new Mine());
    }
}
