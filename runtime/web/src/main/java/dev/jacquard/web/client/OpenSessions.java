package dev.jacquard.web.client;

import dev.jacquard.EventLoop;
import dev.jacquard.net.Net;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sessions that are not closed; those that are left when their loop closes are reported on the error stream. */
final class OpenSessions {
    private static final Map<EventLoop, OpenSessions> LOOPS = new WeakHashMap<>();

    /** With the place where it was made, in debug mode. */
    private final Map<String, @Nullable Throwable> open = new LinkedHashMap<>();

    private int made;

    private OpenSessions() {}

    /** Gives what is to be run when it is closed. */
    static Runnable opened(ClientSession session, EventLoop loop) {
        OpenSessions o;
        synchronized (LOOPS) {
            o = LOOPS.computeIfAbsent(loop, l -> new OpenSessions().listen());
        }
        String name = session + "#" + ++o.made;
        o.open.put(name, loop.isDebug() ? new Throwable("it was made here") : null);
        OpenSessions mine = o;
        return () -> mine.open.remove(name);
    }

    private OpenSessions listen() {
        Net.whenClosing(() -> {
            open.forEach(OpenSessions::report);
            open.clear();
            return CompletableFuture.completedFuture(null);
        });
        return this;
    }

    private static void report(String session, @Nullable Throwable place) {
        System.err.println(session + " was not closed before its loop. Close it: try (var session ="
                + " ClientSession.create()) { … }"
                + (place == null ? "; in debug mode it says where it was made" : ""));
        if (place != null) {
            place.printStackTrace();
        }
    }
}
