package dev.jacquard.subprocess;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.toThread;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is to be started, and how: the keyword arguments of {@code create_subprocess_exec}. */
public final class SubprocessBuilder {
    private final ProcessBuilder builder;
    private Stdio stdin = Stdio.INHERIT;
    private Stdio stdout = Stdio.INHERIT;
    private Stdio stderr = Stdio.INHERIT;
    private int limit = StreamReader.DEFAULT_LIMIT;

    SubprocessBuilder(List<String> command) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("There is no program to start");
        }
        builder = new ProcessBuilder(command);
    }

    /** What it reads; {@link Stdio#INHERIT} without this. */
    public SubprocessBuilder stdin(Stdio from) {
        stdin = from.forInput();
        return this;
    }

    /** Where its output goes; {@link Stdio#INHERIT} without this. */
    public SubprocessBuilder stdout(Stdio to) {
        stdout = to.forOutput("stdout");
        return this;
    }

    /** Where its messages go; {@link Stdio#INHERIT} without this. */
    public SubprocessBuilder stderr(Stdio to) {
        stderr = to.forOutput("stderr");
        return this;
    }

    /** All three are pipes. */
    public SubprocessBuilder pipes() {
        return stdin(Stdio.PIPE).stdout(Stdio.PIPE).stderr(Stdio.PIPE);
    }

    /** The folder in which it starts; this program's without this. {@code cwd}. */
    public SubprocessBuilder directory(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    /** Sets a variable of its environment, which is a copy of this program's. */
    public SubprocessBuilder environment(String name, String value) {
        builder.environment().put(name, Objects.requireNonNull(value, "value"));
        return this;
    }

    /** Its whole environment. {@code env}. */
    public SubprocessBuilder environment(Map<String, String> all) {
        Map<String, String> environment = builder.environment();
        Map<String, String> before = new HashMap<>(environment);
        try {
            environment.clear();
            environment.putAll(all);
        } catch (RuntimeException e) { // a name or value that there cannot be
            environment.clear();
            environment.putAll(before);
            throw e;
        }
        return this;
    }

    /** The limit of the readers of its output, in bytes; see {@link StreamReader}. */
    public SubprocessBuilder limit(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("Limit cannot be <= 0: " + bytes);
        }
        limit = bytes;
        return this;
    }

    /**
     * Starts it. If that is cancelled, nothing stays: a process that was started is killed.
     *
     * @return to be closed, best by {@code try}; else its end has to be awaited
     * @throws IOException if it cannot be started; the message names the program and the folder
     */
    @Async
    public Coroutine<Subprocess> start() throws IOException {
        EventLoop loop = getRunningLoop();
        builder.redirectInput(stdin.asInput());
        builder.redirectOutput(stdout.asOutput());
        builder.redirectErrorStream(stderr.isStdout());
        if (!stderr.isStdout()) {
            builder.redirectError(stderr.asOutput());
        }
        Started started = await(toThread(() -> start(loop), Started::abandon), IOException.class);
        return Coroutine.of(new Subprocess(loop, started, builder.command(), limit));
    }

    private Started start(EventLoop loop) throws IOException {
        OutputPump out = stdout.isPipe() ? new OutputPump(loop) : null;
        OutputPump err = stderr.isPipe() ? new OutputPump(loop) : null;
        Process process = start(out, err);
        tell(loop, process);
        InputPump in = stdin.isPipe()
                ? new InputPump(loop, process.getOutputStream(), "jacquard-process-" + process.pid() + "-stdin")
                : null;
        return new Started(process, in, out, err);
    }

    /** A process is open until it has ended, whoever ends it. */
    @SuppressWarnings("FutureReturnValueIgnored") // it cannot fail
    private void tell(EventLoop loop, Process process) {
        String command = String.join(" ", builder.command());
        Runnable ended = loop.opened("Subprocess[" + process.pid() + ", " + command + "]");
        process.onExit().thenRun(ended);
    }

    private Process start(@Nullable OutputPump out, @Nullable OutputPump err) throws IOException {
        if (out == null) {
            return err == null ? builder.start() : err.start(builder::start, Process::getErrorStream, "stderr");
        }
        Process process = out.start(builder::start, Process::getInputStream, "stdout");
        return err == null ? process : err.start(() -> process, Process::getErrorStream, "stderr");
    }

    /**
     * Runs it and collects what it writes to stdout and stderr, unless that goes elsewhere; stdin gives nothing, unless
     * it is set. {@code subprocess.run(capture_output=True)}.
     *
     * @return its exit code is not looked at: see {@link Output#check}
     * @throws IOException if it cannot be started
     */
    public Coroutine<Output> output() throws IOException {
        return output(null);
    }

    /**
     * Runs it, gives it something to read, and collects what it writes.
     *
     * @param input null for nothing
     */
    @Async
    public Coroutine<Output> output(byte @Nullable [] input) throws IOException {
        if (input != null) {
            stdin = Stdio.PIPE;
        } else if (stdin == Stdio.INHERIT) {
            stdin = Stdio.DEVNULL;
        }
        stdout = stdout == Stdio.INHERIT ? Stdio.PIPE : stdout;
        stderr = stderr == Stdio.INHERIT ? Stdio.PIPE : stderr;
        try (Subprocess process = await(start())) {
            return Coroutine.of(await(process.communicate(input)));
        }
    }
}
