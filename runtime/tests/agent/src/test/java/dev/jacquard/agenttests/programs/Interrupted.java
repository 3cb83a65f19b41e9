package dev.jacquard.agenttests.programs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Programs that say "ready", and are told to end then. */
public final class Interrupted {
    private Interrupted() {}

    public static void main(String[] args) {
        try {
            switch (args[0]) {
                case "cleans" -> run(cleans());
                case "is-deaf" -> run(isDeaf());
                case "is-closing" -> run(leavesATask());
                case "lingers" -> run(cleans());
                case "exits" -> run(exits());
                default -> throw new IllegalArgumentException(args[0]);
            }
        } catch (Throwable e) {
            System.out.println("run threw " + e.getClass().getSimpleName());
        } finally {
            if (args[0].equals("lingers")) {
                untilTheHookWaits();
            }
            System.out.println("main ends");
        }
    }

    /** For the end of this thread: a JVM whose hook does not wait for it ends meanwhile. */
    private static void untilTheHookWaits() {
        boolean waits = false;
        while (!waits) {
            Thread.onSpinWait();
            for (Map.Entry<Thread, StackTraceElement[]> t :
                    Thread.getAllStackTraces().entrySet()) {
                waits |= t.getKey().getName().equals("jacquard-shutdown-hook")
                        && Arrays.stream(t.getValue())
                                .anyMatch(row -> row.getMethodName().equals("timedJoin"));
            }
        }
    }

    @Async
    private static Coroutine<Void> cleans() {
        createTask(worker(), "worker");
        try {
            System.out.println("ready");
            await(sleep(Duration.ofDays(1)));
        } finally {
            await(sleep(1));
            System.out.println("main task cleaned");
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> worker() {
        try {
            await(sleep(Duration.ofDays(1)));
        } finally {
            await(sleep(1));
            System.out.println("worker cleaned");
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> isDeaf() {
        try {
            System.out.println("ready");
            await(sleep(Duration.ofDays(1)));
        } finally {
            System.out.println("cleaning for ever");
            await(new CompletableFuture<Void>());
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> leavesATask() {
        createTask(closesWhenTheJvmEnds());
        await(sleep(0));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> closesWhenTheJvmEnds() {
        CompletableFuture<Void> ending = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending.complete(null)));
        try {
            await(sleep(Duration.ofDays(1)));
        } finally {
            System.out.println("ready");
            await(ending);
            await(sleep(1));
            System.out.println("left task cleaned");
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> exits() {
        try {
            await(sleep(1));
            System.out.println("ready");
            System.exit(3);
        } finally {
            System.out.println("never");
        }
        return Coroutine.done();
    }
}
