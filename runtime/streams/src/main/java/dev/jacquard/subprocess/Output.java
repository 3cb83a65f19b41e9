package dev.jacquard.subprocess;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a process has written, and how it ended. */
public final class Output {
    private static final int SHOWN = 2000;

    private final int exitCode;
    private final byte[] stdout;
    private final byte[] stderr;
    private final String command;

    Output(int exitCode, byte[] stdout, byte[] stderr, String command) {
        this.exitCode = exitCode;
        this.stdout = stdout;
        this.stderr = stderr;
        this.command = command;
    }

    /** See {@link Subprocess#returnCode}. */
    public int exitCode() {
        return exitCode;
    }

    /** What it has written to stdout; nothing if that was no pipe. */
    public byte[] stdout() {
        return stdout.clone();
    }

    /** What it has written to stderr; nothing if that was no pipe. */
    public byte[] stderr() {
        return stderr.clone();
    }

    /** {@link #stdout} in UTF-8. */
    public String stdoutText() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    /** {@link #stderr} in UTF-8. */
    public String stderrText() {
        return new String(stderr, StandardCharsets.UTF_8);
    }

    /**
     * Lets only success through. {@code check=True}.
     *
     * @return this
     * @throws IOException if the exit code is not 0; the message has the end of stderr
     */
    public Output check() throws IOException {
        if (exitCode != 0) {
            String errors = stderrText().strip();
            throw new IOException(command
                    + " ended with exit code "
                    + exitCode
                    + (errors.isEmpty() ? "" : ": " + errors.substring(Math.max(0, errors.length() - SHOWN))));
        }
        return this;
    }

    @Override
    public String toString() {
        return "Output["
                + command
                + ", exit code "
                + exitCode
                + ", "
                + stdout.length
                + " and "
                + stderr.length
                + " bytes]";
    }
}
