package dev.jacquard.web;

import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;

/** Exceptions by which Vert.x and the system tell that the other side has gone. */
final class Departures {
    private Departures() {}

    static boolean isOne(Exception e) {
        return e instanceof HttpClosedException
                || e instanceof StreamResetException
                || e instanceof IOException
                || (e instanceof VertxException && "Connection was closed".equals(e.getMessage()));
    }
}
