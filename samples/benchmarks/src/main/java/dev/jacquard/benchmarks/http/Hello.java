package dev.jacquard.benchmarks.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** What both servers say, and how they end. */
final class Hello {
    static final String PATH = "/hello";

    /** 12 bytes. */
    static final Buffer BODY = Buffer.buffer("Hello world\n");

    private Hello() {}

    /** Blocks until nobody writes to this process any more; gives how many bytes there were. */
    static long awaitEndOfInput() throws IOException {
        long n = 0;
        while (System.in.read() >= 0) {
            n++;
        }
        return n;
    }
}
