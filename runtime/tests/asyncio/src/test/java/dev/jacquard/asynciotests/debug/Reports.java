package dev.jacquard.asynciotests.debug;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Catches what the runtime logs, from whatever thread. */
final class Reports extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.jacquard");
    private final List<String> messages = new CopyOnWriteArrayList<>();

    Reports() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    List<String> all() {
        return messages;
    }

    List<String> containing(String text) {
        return messages.stream().filter(m -> m.contains(text)).toList();
    }

    @Override
    public void publish(LogRecord report) {
        messages.add(report.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
