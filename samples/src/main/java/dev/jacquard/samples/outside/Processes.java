package dev.jacquard.samples.outside;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncExitStack;
import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.subprocess.Stdio;
import dev.jacquard.subprocess.Subprocess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Work in processes of its own, for what may crash, leak, or has native code that is not to be in this one. Each
 * process takes one line at a time and answers by one.
 *
 * <p>In Python: {@code multiprocessing}, or {@code asyncio.create_subprocess_exec}.
 */
public final class Processes implements AsyncCloseable {
    private final AsyncExitStack all = new AsyncExitStack();
    private final AsyncQueue<Subprocess> idle = new AsyncQueue<>();

    private Processes() {}

    /** Starts some; if that fails or is cancelled, none is left. */
    @Async
    static Coroutine<Processes> start(int n) throws IOException {
        Processes started = new Processes();
        try {
            for (int i = 0; i < n; i++) {
                Subprocess worker = await(Subprocess.exec(
                                System.getProperty("java.home") + "/bin/java",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Worker.class.getName())
                        .stdin(Stdio.PIPE)
                        .stdout(Stdio.PIPE)
                        .start());
                started.all.enter(worker);
                started.idle.putNowait(worker);
            }
            return Coroutine.of(started);
        } catch (Throwable e) {
            await(started.closeAsync());
            throw e;
        }
    }

    /** Asks one that is idle, or waits for one. A call that is cancelled costs its process. */
    @Async
    Coroutine<Integer> primes(int from, int to) throws IOException {
        Subprocess worker = await(idle.get());
        boolean answered = false;
        try {
            worker.stdin().write((from + " " + to + "\n").getBytes(StandardCharsets.UTF_8));
            await(worker.stdin().drain());
            byte[] line = await(worker.stdout().readLine());
            answered = line.length > 0;
            if (!answered) {
                throw new IOException("a worker has ended: " + worker);
            }
            return Coroutine.of(Integer.valueOf(new String(line, StandardCharsets.UTF_8).strip()));
        } finally {
            if (answered) {
                idle.putNowait(worker);
            } else {
                worker.kill(); // an answer to come would be taken for the next call's
            }
        }
    }

    @Override
    public Coroutine<Void> closeAsync() {
        return all.closeAsync();
    }

    public static void main(String[] args) throws IOException {
        run(demo());
    }

    @Async
    public static Coroutine<Void> demo() throws IOException {
        try (var workers = await(Processes.start(2))) {
            List<Coroutine<Integer>> parts = new ArrayList<>();
            for (int from = 0; from < 100_000; from += 25_000) {
                parts.add(workers.primes(from, from + 25_000));
            }
            System.out.println("in parts: " + await(gather(parts)));
        }
        return Coroutine.done();
    }

    /** The main class of the processes: no loop, no weaving. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] args) throws IOException {
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int space = line.indexOf(' ');
                System.out.println(CpuBound.primes(
                        Integer.parseInt(line.substring(0, space)), Integer.parseInt(line.substring(space + 1))));
            }
        }
    }
}
