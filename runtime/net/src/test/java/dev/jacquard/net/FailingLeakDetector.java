package dev.jacquard.net;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps what Netty finds of buffers that were not released; {@link NoBufferLeaks} looks. Made by Netty, which is told
 * its name by a system property of the test JVM.
 */
public final class FailingLeakDetector<T> extends ResourceLeakDetector<T> {
    static final List<String> FOUND = new CopyOnWriteArrayList<>();

    /** For Netty. */
    @SuppressWarnings("deprecation") // the constructor that Netty calls
    public FailingLeakDetector(Class<?> type, int interval, long maxActive) {
        super(type, interval, maxActive);
    }

    /** For Netty. */
    @SuppressWarnings("deprecation") // the constructor that Netty calls
    public FailingLeakDetector(Class<?> type, int interval) {
        super(type, interval);
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        FOUND.add(type + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
        FOUND.add(type);
    }
}
