package dev.jacquard.web.client;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncSemaphore;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many requests may be under way at once, in all and per host. */
final class Limits {
    private final AsyncSemaphore all;
    private final int perHost;
    private final Map<String, Host> hosts = new HashMap<>();

    Limits(int limit, int perHost) {
        all = new AsyncSemaphore(limit);
        this.perHost = perHost;
    }

    /** Of one host; forgotten when nobody uses it or waits for it. */
    private final class Host {
        final String origin;
        final AsyncSemaphore permits = new AsyncSemaphore(perHost);
        int users;

        Host(String origin) {
            this.origin = origin;
        }

        void leave() {
            if (--users == 0) {
                hosts.remove(origin);
            }
        }
    }

    /** The right to have a request under way, given back once. */
    final class Slot {
        private final @Nullable Host host;
        private boolean free;

        private Slot(@Nullable Host host) {
            this.host = host;
        }

        void free() {
            if (free) {
                return;
            }
            free = true;
            all.release();
            if (host != null) {
                host.permits.release();
                host.leave();
            }
        }
    }

    /** Waits for the host's limit first, so that those who wait for a busy host do not keep others away. */
    @Async
    Coroutine<Slot> acquire(String origin) {
        if (perHost == 0) {
            await(all.acquire());
            return Coroutine.of(new Slot(null));
        }
        Host host = hosts.computeIfAbsent(origin, Host::new);
        host.users++;
        boolean mine = false;
        boolean whole = false;
        try {
            await(host.permits.acquire());
            mine = true;
            await(all.acquire());
            whole = true;
        } finally {
            if (!whole) {
                if (mine) {
                    host.permits.release();
                }
                host.leave();
            }
        }
        return Coroutine.of(new Slot(host));
    }
}
