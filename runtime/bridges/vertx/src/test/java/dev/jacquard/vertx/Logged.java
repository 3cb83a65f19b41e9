package dev.jacquard.vertx;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged, and written to the error stream, while it is open. */
final class Logged extends Handler implements AutoCloseable {
    private final List<String> records = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream errorStream = System.err;

    Logged() {
        Logger.getLogger("").addHandler(this);
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    /** Each record, and the lines of the error stream. */
    List<String> lines() {
        List<String> lines = new CopyOnWriteArrayList<>(records);
        bytes.toString(StandardCharsets.UTF_8).lines().forEach(lines::add);
        return lines;
    }

    @Override
    public void publish(LogRecord r) {
        if (r.getLevel().intValue() >= Level.INFO.intValue()) {
            records.add(r.getLevel() + " " + r.getLoggerName() + " " + r.getMessage() + " " + r.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
        System.setErr(errorStream);
    }
}
