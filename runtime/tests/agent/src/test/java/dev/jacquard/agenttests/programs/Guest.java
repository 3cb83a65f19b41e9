package dev.jacquard.agenttests.programs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Asyncio;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.annotations.SuppressWeaverWarnings;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Loaded twice, each time with a runtime of its own, by {@link TwoRuntimes}. */
public final class Guest implements Function<List<Object>, Object> { // what both loaders know is the JDK's
    private static final ContextVar<String> WHO = ContextVar.of("who", "nobody");

    @Override
    public Object apply(List<Object> asked) {
        return switch ((String) asked.get(0)) {
            case "meet" -> run(meet((String) asked.get(1), (CyclicBarrier) asked.get(2)));
            case "nest" -> run(nest((String) asked.get(1), (Supplier<?>) asked.get(2)));
            case "fail" -> run(fail((String) asked.get(1)));
            case "give" -> run(give((CompletableFuture<?>) asked.get(1)));
            default -> run(take((CompletableFuture<?>) asked.get(1)));
        };
    }

    /** Both are running at the same time. */
    @Async
    @SuppressWeaverWarnings("W23") // the loops are to keep step
    private static Coroutine<String> meet(String name, CyclicBarrier both) {
        WHO.set(name);
        try {
            for (int i = 0; i < 20; i++) {
                both.await(); // each step of one beside a step of the other
                await(gather(sleep(0), createTask(own(name))));
            }
        } catch (BrokenBarrierException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Coroutine.of(WHO.get()
                + " has "
                + Asyncio.allTasks().size()
                + " task, loop of its own loader "
                + (getRunningLoop().getClass().getClassLoader() == Guest.class.getClassLoader()));
    }

    @Async
    private static Coroutine<Void> own(String name) {
        await(sleep(0));
        if (!name.equals(WHO.get())) {
            throw new IllegalStateException(WHO.get());
        }
        return Coroutine.done();
    }

    /** Runs the other one's loop within a step. */
    @Async
    private static Coroutine<Object> nest(String name, Supplier<?> other) {
        WHO.set(name);
        Object mine = getRunningLoop();
        await(sleep(0));
        Object its = other.get();
        await(sleep(0));
        return Coroutine.of(its + ", " + (mine == getRunningLoop()) + " " + WHO.get());
    }

    @Async
    private static Coroutine<Object> fail(String why) {
        await(sleep(0));
        throw new IllegalArgumentException(why);
    }

    @Async
    @SuppressWarnings("unchecked")
    private static Coroutine<Object> give(CompletableFuture<?> to) {
        await(sleep(1));
        ((CompletableFuture<Object>) to).complete("given");
        return Coroutine.of("gave");
    }

    @Async
    private static Coroutine<Object> take(CompletableFuture<?> from) {
        return Coroutine.of("took " + await(from));
    }
}
