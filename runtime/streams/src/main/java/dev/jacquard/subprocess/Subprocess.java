package dev.jacquard.subprocess;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.shield;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamProtocol;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A process that was started. {@code asyncio.subprocess.Process}.
 *
 * <pre>{@code
 * try (Subprocess sort = await(Subprocess.exec("sort").pipes().start())) {
 *     Output output = await(sort.communicate("b\na\n"));
 * }
 * }</pre>
 *
 * <p>Closing it kills what is left of it. Its pipes are read until their end, also after the process itself has ended.
 */
public final class Subprocess implements AsyncCloseable {
    private static final byte[] NOTHING = {};

    private final EventLoop loop;
    private final Started started;
    private final String command;
    private final Attention attention;
    private final Promise<Integer> exit;
    private final @Nullable StreamWriter stdin;
    private final @Nullable StreamReader stdout;
    private final @Nullable StreamReader stderr;

    @SuppressWarnings("FutureReturnValueIgnored") // it cannot fail
    Subprocess(EventLoop loop, Started started, List<String> command, int limit) {
        this.loop = loop;
        this.started = started;
        this.command = String.join(" ", command);
        this.attention = new Attention(loop);
        this.exit = new Promise<>(loop);
        attention.running(1);
        this.stdin = writer(started.stdin());
        this.stdout = reader(started.stdout(), limit);
        this.stderr = reader(started.stderr(), limit);
        started.process().onExit().thenAccept(p -> post(p.exitValue()));
    }

    // ---- starting ------------------------------------------------------------------------------

    /**
     * Says which program is to be started, without a shell. {@code create_subprocess_exec}.
     *
     * @param command the program and its arguments
     */
    public static SubprocessBuilder exec(String... command) {
        return new SubprocessBuilder(List.of(command));
    }

    /** A program to be run, with its arguments, as a list. */
    public static SubprocessBuilder exec(List<String> command) {
        return new SubprocessBuilder(List.copyOf(command));
    }

    /**
     * Says which command a shell is to execute: {@code /bin/sh}, on Windows {@code cmd}.
     * {@code create_subprocess_shell}.
     *
     * @param command is not to contain what comes from strangers: use {@link #exec(String...)}
     */
    public static SubprocessBuilder shell(String command) {
        return Stdio.isWindows() ? exec("cmd", "/c", command) : exec("/bin/sh", "-c", command);
    }

    private @Nullable StreamWriter writer(@Nullable InputPump pump) {
        if (pump == null) {
            return null;
        }
        StreamProtocol protocol = new StreamProtocol(loop, new StreamReader());
        pump.connect(protocol, attention);
        return protocol.writer();
    }

    private @Nullable StreamReader reader(@Nullable OutputPump pump, int limit) {
        if (pump == null) {
            return null;
        }
        StreamReader reader = new StreamReader(limit);
        pump.connect(new StreamProtocol(loop, reader), attention);
        return reader;
    }

    private void post(int code) {
        try {
            loop.callSoonThreadSafe(() -> exited(code));
        } catch (IllegalStateException e) {
            // the loop is closed: nobody waits for it
        }
    }

    private void exited(int code) {
        exit.setResult(code);
        attention.running(-1);
        if (started.stdin() != null) {
            started.stdin().processEnded();
        }
    }

    // ---- its state -----------------------------------------------------------------------------

    /** Its number. */
    public long pid() {
        return started.process().pid();
    }

    /**
     * How it ended, or null as long as it runs. If a signal has ended it, the JVM gives 128 and the signal's number,
     * where Python has the negative number.
     */
    public @Nullable Integer returnCode() {
        return exit.isDone() ? exit.result() : null;
    }

    /**
     * Waits until it has ended. {@code wait}. A caller that neither reads its pipes nor closes them may wait for ever:
     * the process is held up when they are full. Use {@link #communicate} then.
     *
     * @return {@link #returnCode}
     */
    @Async
    public Coroutine<Integer> waitAsync() {
        return Coroutine.of(await(shield(exit))); // several may wait
    }

    // ---- its pipes -----------------------------------------------------------------------------

    /**
     * What it reads.
     *
     * @throws IllegalStateException if it was not started with {@code stdin(Stdio.PIPE)}
     */
    public StreamWriter stdin() {
        return piped(stdin, "stdin");
    }

    /**
     * What it writes.
     *
     * @throws IllegalStateException if it was not started with {@code stdout(Stdio.PIPE)}
     */
    public StreamReader stdout() {
        return piped(stdout, "stdout");
    }

    /**
     * Its messages.
     *
     * @throws IllegalStateException if it was not started with {@code stderr(Stdio.PIPE)}
     */
    public StreamReader stderr() {
        return piped(stderr, "stderr");
    }

    private <T> T piped(@Nullable T stream, String name) {
        if (stream == null) {
            throw new IllegalStateException(
                    name + " of " + command + " is no pipe. Start it with " + name + "(Stdio.PIPE).");
        }
        return stream;
    }

    /**
     * Closes stdin, reads what it writes up to the end and waits until it has ended. {@code communicate}.
     *
     * @throws IOException if its output cannot be read
     */
    public Coroutine<Output> communicate() throws IOException {
        return communicate((byte[]) null);
    }

    /** {@link #communicate(byte[])} with a text in UTF-8. */
    public Coroutine<Output> communicate(String input) throws IOException {
        return communicate(input.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes to stdin and closes it, reads what the process writes up to the end, all at the same time, and waits until
     * it has ended. That it reads less than was written is no error.
     *
     * <p>All is kept in memory. Cancelled, it loses nothing: what was read can be read again.
     *
     * @param input null for nothing
     * @throws IOException if its output cannot be read
     * @throws IllegalStateException if there is an input and stdin is no pipe
     */
    @Async
    public Coroutine<Output> communicate(byte @Nullable [] input) throws IOException {
        if (input != null) {
            stdin();
        }
        List<byte[]> all = await(gather(List.of(feed(input), all(stdout), all(stderr))), IOException.class);
        int code = await(waitAsync());
        return Coroutine.of(new Output(code, all.get(1), all.get(2), command));
    }

    @Async
    private Coroutine<byte[]> feed(byte @Nullable [] input) {
        if (stdin != null) {
            try {
                if (input != null) {
                    stdin.write(input);
                    await(stdin.drain());
                }
            } catch (IOException e) {
                // It does not read all of it, which is its own affair.
            }
            stdin.startClosing();
        }
        return Coroutine.of(NOTHING);
    }

    @Async
    private static Coroutine<byte[]> all(@Nullable StreamReader reader) throws IOException {
        return Coroutine.of(reader == null ? NOTHING : await(reader.readAll()));
    }

    // ---- signals -------------------------------------------------------------------------------

    /** Asks it to end: SIGTERM. Does nothing if it has ended. */
    public void terminate() {
        // Not Process.destroy, which closes the pipes and loses what is in them.
        started.process().toHandle().destroy();
    }

    /** Ends it: SIGKILL. Does nothing if it has ended. */
    public void kill() {
        started.process().toHandle().destroyForcibly();
    }

    /**
     * Sends a signal, by the shell's {@code kill}. Does nothing if it has ended.
     *
     * @param name such as {@code "INT"} or {@code "SIGHUP"}
     * @throws IOException if there is no such signal
     * @throws UnsupportedOperationException on Windows
     */
    @Async
    public Coroutine<Void> sendSignal(String name) throws IOException {
        if (Stdio.isWindows()) {
            throw new UnsupportedOperationException("There are no signals on Windows");
        }
        String upper = name.toUpperCase(Locale.ROOT);
        String signal = upper.startsWith("SIG") ? upper.substring(3) : upper;
        if (!exit.isDone() && started.process().isAlive()) {
            Output result = await(exec("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, "" + pid())
                    .output());
            if (result.exitCode() != 0 && started.process().isAlive()) {
                throw new IOException("Signal " + name + " was not sent: "
                        + result.stderrText().strip());
            }
        }
        return Coroutine.done();
    }

    // ---- the end -------------------------------------------------------------------------------

    /**
     * Kills it with what it has started, if it runs, waits for its end and closes its pipes; what has come can still be
     * read. If it is cancelled, only the waiting ends.
     */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        try {
            if (!exit.isDone()) {
                await(shield(loop.runInExecutor(null, () -> {
                    started.killTree();
                    return NOTHING;
                })));
                await(waitAsync());
            }
        } finally {
            closePipes();
        }
        return Coroutine.done();
    }

    private void closePipes() {
        if (started.stdin() != null) {
            started.stdin().abort();
        }
        if (started.stdout() != null) {
            started.stdout().close();
        }
        if (started.stderr() != null) {
            started.stderr().close();
        }
    }

    @Override
    public String toString() {
        return "Subprocess[" + pid() + ", " + command + (exit.isDone() ? ", returnCode=" + exit.result() + "]" : "]");
    }
}
