package dev.jacquard.web;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** What nobody has read of a body. */
final class Leftovers {
    private Leftovers() {}

    /**
     * Lets it flow away.
     *
     * @param most bytes; a client that sends more is cut off
     */
    static void drain(HttpServerRequest http, long most) {
        Handler<Buffer> count = new Handler<>() {
            long bytes;

            @Override
            public void handle(Buffer piece) {
                bytes += piece.length();
                if (bytes > most) {
                    http.connection().close();
                }
            }
        };
        http.handler(count);
        http.exceptionHandler(e -> {});
        http.resume();
    }
}
