package dev.jacquard.samples.debugging;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Shows the reports of debug mode on standard output, as long as it is open. They go to the logger
 * {@code dev.jacquard}.
 */
final class Reports extends Handler {
    private static final Logger LOGGER = Logger.getLogger("dev.jacquard");

    private final Consumer<String> reader;

    /** Prints them, without the rows below the coroutine. */
    Reports() {
        this(report -> System.out.println("report: "
                + report.lines().takeWhile(row -> !row.contains("Runner.run(")).collect(Collectors.joining("\n"))));
    }

    /** Gives them to a reader, on the thread that reports. */
    Reports(Consumer<String> reader) {
        this.reader = reader;
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(this);
    }

    @Override
    public void publish(LogRecord report) {
        reader.accept(report.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setUseParentHandlers(true);
    }
}
