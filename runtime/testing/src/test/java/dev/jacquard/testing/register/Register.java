package dev.jacquard.testing.register;

import static dev.jacquard.Asyncio.*;

import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.net.Connection;
import dev.jacquard.testing.net.Host;
import dev.jacquard.testing.net.Listener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A number that is kept on several hosts and survives the loss of a minority of them (Attiya, Bar-Noy and Dolev, 1995).
 * There is one writer, so the number is its own version: it only grows.
 */
final class Register {
    /** How it may be wrong. */
    enum Bug {
        NONE,
        /** A replica answers before the number is on its disk. */
        FORGETS,
        /** A reader does not make sure that later readers see what it has seen. */
        READS_ONLY
    }

    private static final int PORT = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final List<Host> replicas;
    private final Bug bug;

    Register(List<Host> replicas, Bug bug) {
        this.replicas = replicas;
        this.bug = bug;
        for (Host host : replicas) {
            Disk disk = new Disk();
            host.boot(() -> serve(host, disk));
        }
    }

    // ---- a replica -----------------------------------------------------------------------------

    /** What survives a crash. */
    private static final class Disk {
        long value;
    }

    @Async
    private Coroutine<Void> serve(Host host, Disk disk) {
        long[] memory = {disk.value};
        try {
            Listener listener = host.listen(PORT);
            for (Connection c : listener) {
                host.spawn(answer(c, disk, memory), host.name() + " answers");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> answer(Connection c, Disk disk, long[] memory) throws IOException {
        try (c) {
            String request = await(c.readLine());
            if (request == null) {
                return Coroutine.done();
            }
            if (request.startsWith("store ")) {
                memory[0] = Math.max(memory[0], Long.parseLong(request.substring(6)));
                if (bug != Bug.FORGETS) {
                    await(save(disk, memory));
                    await(c.writeLine("stored"));
                } else {
                    await(c.writeLine("stored"));
                    await(save(disk, memory));
                }
            } else {
                await(c.writeLine(Long.toString(memory[0])));
            }
        }
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> save(Disk disk, long[] memory) {
        long value = memory[0];
        await(sleep(Duration.ofMillis(150)));
        disk.value = Math.max(disk.value, value);
        return Coroutine.done();
    }

    // ---- a client ------------------------------------------------------------------------------

    /** Writes a number, greater than all before. */
    @Async
    Coroutine<Void> write(Host client, long value) {
        await(askMajority(client, "store " + value));
        return Coroutine.done();
    }

    /** Reads the greatest number of a majority. */
    @Async
    Coroutine<Long> read(Host client) {
        long greatest = 0;
        for (String answer : await(askMajority(client, "load"))) {
            greatest = Math.max(greatest, Long.parseLong(answer));
        }
        if (bug != Bug.READS_ONLY) {
            await(askMajority(client, "store " + greatest));
        }
        return Coroutine.of(greatest);
    }

    /** Asks all, until more than half have answered. */
    @Async
    private Coroutine<List<String>> askMajority(Host client, String request) {
        AsyncQueue<String> answers = new AsyncQueue<>();
        List<Task<Void>> tasks = new ArrayList<>();
        for (Host replica : replicas) {
            tasks.add(createTask(askUntilAnswered(client, replica, request, answers)));
        }
        List<String> majority = new ArrayList<>();
        try {
            while (majority.size() <= replicas.size() / 2) {
                majority.add(await(answers.get()));
            }
        } finally {
            for (Task<Void> task : tasks) {
                task.cancel();
            }
            await(waitAll(tasks));
        }
        return Coroutine.of(majority);
    }

    @Async
    private Coroutine<Void> askUntilAnswered(Host client, Host replica, String request, AsyncQueue<String> answers) {
        for (; ; ) {
            try {
                String answer = await(timeout(PATIENCE, t -> ask(client, replica, request)));
                if (answer != null) {
                    answers.putNowait(answer);
                    return Coroutine.done();
                }
            } catch (IOException | dev.jacquard.AsyncTimeoutException e) {
                await(sleep(Duration.ofMillis(100)));
            }
        }
    }

    @Async
    private Coroutine<String> ask(Host client, Host replica, String request) throws IOException {
        try (Connection c = await(client.connect(replica, PORT))) {
            await(c.writeLine(request));
            return Coroutine.of(await(c.readLine()));
        }
    }
}
