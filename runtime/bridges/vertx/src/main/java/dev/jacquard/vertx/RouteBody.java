package dev.jacquard.vertx;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

/** The body that {@code Route.respond} makes of a value, where only its head is wanted. */
final class RouteBody {
    private RouteBody() {}

    /** Ends a response that has no body; that of HEAD says what GET would. */
    static void endHead(RoutingContext ctx, Object value) {
        if (ctx.request().method().equals(HttpMethod.HEAD)) {
            describe(ctx.response().headers(), value);
        }
        Framing.endHead(ctx.request());
    }

    private static void describe(MultiMap headers, Object value) {
        if (!headers.contains(HttpHeaders.CONTENT_TYPE)) {
            headers.set(HttpHeaders.CONTENT_TYPE, type(value));
        }
        if (!headers.contains(HttpHeaders.CONTENT_LENGTH)) {
            headers.set(
                    HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes(value).length()));
        }
    }

    private static String type(Object value) {
        if (value instanceof Buffer) {
            return "application/octet-stream";
        }
        return value instanceof String ? "text/html" : "application/json";
    }

    private static Buffer bytes(Object value) {
        if (value instanceof Buffer buffer) {
            return buffer;
        }
        return value instanceof String text ? Buffer.buffer(text) : Json.encodeToBuffer(value);
    }
}
