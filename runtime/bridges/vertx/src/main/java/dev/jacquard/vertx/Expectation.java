package dev.jacquard.vertx;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Clients that want to be told to go on before they send a body: {@code Expect: 100-continue}. */
public final class Expectation {
    private Expectation() {}

    /** Tells the client to go on, if it waits for that. To be called when its body is first asked for. */
    public static void meet(HttpServerRequest request) {
        if (isOpen(request)) {
            request.response().writeContinue();
        }
    }

    private static boolean isOpen(HttpServerRequest request) {
        String expect = request.getHeader(HttpHeaders.EXPECT);
        return expect != null
                && expect.equalsIgnoreCase("100-continue")
                && request.version() != HttpVersion.HTTP_1_0
                && !request.isEnded()
                && request.bytesRead() == 0
                && !request.response().headWritten()
                && !request.response().closed();
    }
}
