package dev.jacquard.web;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/** Bodies of {@code multipart/form-data}. */
final class Multipart {
    private Multipart() {}

    static AsyncIterable<Upload> parts(AsyncGenerator<Buffer> pieces, String contentType) {
        throw new UnsupportedOperationException("multipart");
    }

    static Coroutine<Map<String, List<String>>> fields(AsyncIterable<Upload> parts) {
        throw new UnsupportedOperationException("multipart");
    }
}
