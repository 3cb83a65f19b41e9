package dev.jacquard.testing.locks;

import static dev.jacquard.Asyncio.*;

import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.net.Connection;
import dev.jacquard.testing.net.Host;
import java.io.IOException;
import java.time.Duration;

/** A user of the {@link LockService}, on a host of its own. */
final class LockClient {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Host host;
    private final Host service;

    /** The last request is on its way. */
    final AsyncEvent sent = new AsyncEvent();

    LockClient(Host host, Host service) {
        this.host = host;
        this.service = service;
    }

    /** Waits for the lock; who is cancelled meanwhile does not get it. */
    @Async
    Coroutine<Void> lock() throws IOException {
        try {
            await(ask("lock"), IOException.class);
        } catch (CancelledError e) {
            await(ask("cancel"), IOException.class);
            throw e;
        }
        return Coroutine.done();
    }

    /** Gives it back: tells it again when there is no answer in time. */
    @Async
    Coroutine<Void> unlock() throws IOException {
        for (; ; ) {
            try {
                await(timeout(PATIENCE, t -> ask("unlock")));
                return Coroutine.done();
            } catch (AsyncTimeoutException e) {
                // once more
            }
        }
    }

    @Async
    private Coroutine<String> ask(String verb) throws IOException {
        try (Connection c = await(host.connect(service, LockService.PORT))) {
            await(c.writeLine(verb + " " + host.name()));
            sent.set();
            return Coroutine.of(String.valueOf(await(c.readLine())));
        }
    }
}
