package dev.jacquard.web;

import dev.jacquard.AsyncIterable;
import org.jspecify.annotations.Nullable;

/** What handlers give, as responses. */
final class Values {
    private Values() {}

    static Response response(@Nullable Object value) {
        if (value == null) {
            return Response.of(204);
        }
        if (value instanceof Response response) {
            return response;
        }
        if (value instanceof String text) {
            return Response.text(text);
        }
        if (value instanceof byte[] bytes) {
            return Response.bytes(bytes, "application/octet-stream");
        }
        if (value instanceof AsyncIterable<?> items) {
            return Response.stream(items);
        }
        return Response.json(value);
    }
}
