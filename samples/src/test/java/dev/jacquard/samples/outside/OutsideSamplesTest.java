package dev.jacquard.samples.outside;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.samples.VirtualRun.lines;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.docstesting.Output;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the samples of the world outside print. */
class OutsideSamplesTest {
    @Test
    void threads() throws Exception {
        assertThat(lines(Threads.demo()))
                .containsExactly("the loop gives 1", "the loop gives 2", "the loop gives 3", "the thread gives 6");
    }

    @Test
    void cpuBound() throws Exception {
        assertThat(lines(CpuBound.demo())).containsExactly("9592 primes below 100000");
    }

    /** What is cancelled has ended when the block is left. */
    @Test
    void aPoolThatIsLeftHasNoWorkLeft() throws Exception {
        AtomicInteger running = new AtomicInteger();
        assertThat(lines(cancelled(running))).containsExactly("left, running: 0");
    }

    @Async
    private static Coroutine<Void> cancelled(AtomicInteger running) {
        CountDownLatch never = new CountDownLatch(1);
        Promise<Void> begun = new Promise<>();
        EventLoop loop = getRunningLoop();
        try (var pool = new Pool(Executors.newFixedThreadPool(1))) {
            var work = pool.call(() -> {
                running.incrementAndGet();
                loop.callSoonThreadSafe(() -> begun.setResult(null));
                try {
                    never.await();
                } finally {
                    running.decrementAndGet();
                }
                return 1;
            });
            await(begun);
            work.cancel();
        }
        System.out.println("left, running: " + running);
        return Coroutine.done();
    }

    @Test
    void processes() throws Exception {
        assertThat(Output.linesOf(() -> Processes.main(new String[0])))
                .containsExactly("in parts: [2762, 2371, 2260, 2199]");
    }

    @Async
    private static Coroutine<List<Integer>> afterACancel() throws IOException {
        try (var workers = await(Processes.start(2))) {
            var slow = createTask(workers.primes(0, 50_000_000));
            int first = await(workers.primes(0, 10));
            slow.cancel(); // and its process with it
            try {
                await(slow);
            } catch (CancelledError e) {
                // as wanted
            }
            return Coroutine.of(List.of(first, await(workers.primes(10, 20))));
        }
    }

    @Test
    void aCancelledCallsAnswerIsNobodys() throws Exception {
        assertThat(run(afterACancel())).containsExactly(4, 4);
    }

    /** SIGTERM takes the way of Ctrl-C. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there, a process can only be killed")
    void serverThatIsToldToEndFinishesItsRequest() throws Exception {
        Process server = start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = server.inputReader()) {
            lines.add(String.valueOf(out.readLine()));
            server.toHandle().destroy(); // unlike server.destroy(), leaves its output open
            out.lines().forEach(lines::add);
        } finally {
            if (!server.waitFor(60, SECONDS)) {
                server.destroyForcibly();
            }
        }
        assertThat(lines.get(0)).isEqualTo("serving; end it with Ctrl-C");
        int n = lines.size() - 3; // this many requests before the last one
        assertThat(lines.subList(lines.size() - 3, lines.size()))
                .containsExactly(
                        "told to end; request " + n + " is still going on", "request " + n + " is done", "good-bye");
        assertThat(server.exitValue()).isEqualTo(128 + 15);
    }

    /** A JVM of its own, with this one's agent and class path. */
    private static Process start() throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-javaagent:../agent/target/jacquard-agent.jar",
                        "-Djacquard.shutdown.seconds=1000",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GracefulShutdown.class.getName())
                .redirectErrorStream(true)
                .start();
    }
}
