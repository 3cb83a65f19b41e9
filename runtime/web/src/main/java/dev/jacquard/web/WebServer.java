package dev.jacquard.web;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import java.net.URI;

/** An application that listens. */
public interface WebServer extends AsyncCloseable {
    /** Where it listens. */
    int port();

    /** Its address: {@code http://127.0.0.1:8080}. */
    URI uri();

    /**
     * Stops gracefully: nothing new is accepted, WebSockets get 1001, requests in flight and their background work are
     * finished within the grace period of {@link WebOptions}, then cancelled; the application's tasks are cancelled and
     * its lifespan is closed in reverse order. Closing again waits for that.
     */
    @Override
    Coroutine<Void> closeAsync();
}
