package dev.jacquard;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was opened on one loop and is not closed. Any thread may open and close, so it is locked. */
final class OpenResources {
    private static final int MAX_ROWS = 20;

    private final BaseEventLoop loop;
    private final Set<Entry> open = new LinkedHashSet<>();

    OpenResources(BaseEventLoop loop) {
        this.loop = loop;
    }

    /** One of them; closed by running it. */
    private final class Entry implements Runnable {
        final Object resource;
        final List<StackTraceElement> openedAt;

        Entry(Object resource, List<StackTraceElement> openedAt) {
            this.resource = resource;
            this.openedAt = openedAt;
        }

        @Override
        public void run() {
            synchronized (open) {
                open.remove(this);
            }
        }
    }

    Runnable opened(Object resource) {
        TaskDriver.Stepping step = loop.isHere() ? loop.driver.innermostStep() : null;
        List<StackTraceElement> here = List.of(new Throwable().getStackTrace());
        Entry entry = new Entry(resource, RunningCalls.logical(here, step, MAX_ROWS));
        synchronized (open) {
            open.add(entry);
        }
        return entry;
    }

    List<ErrorContext> all() {
        List<Entry> entries;
        synchronized (open) {
            entries = List.copyOf(open);
        }
        List<ErrorContext> all = new ArrayList<>();
        for (Entry e : entries) {
            all.add(new ErrorContext("Resource is open", null, e.resource, e.openedAt));
        }
        return all;
    }
}
