package dev.jacquard.web;

import dev.jacquard.AsyncIterable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A response, before it is sent. The static methods give one with a status or a body; the others go on with it. For one
 * request.
 */
public final class Response {
    private static final int TEMPORARY_REDIRECT = 307;

    private int status;
    private final List<String> headers = new ArrayList<>(4); // name, value, name, value
    private Body body = Body.NONE;

    /** What is sent after the head. */
    sealed interface Body {
        Body NONE = new None();

        /** Nothing. */
        record None() implements Body {}

        /** All of it is known. */
        record Bytes(byte[] bytes) implements Body {}

        /** Item by item. */
        record Stream(AsyncIterable<?> items) implements Body {}

        /** A file, or parts of it as the request wants. */
        record Served(Path file) implements Body {}

        /** The connection becomes a WebSocket. */
        record Socket(SocketHandler handler, WebSocketOptions options) implements Body {}
    }

    private Response(int status) {
        this.status = status;
    }

    // ---- making one ----------------------------------------------------------------------------

    /**
     * A response without a body.
     *
     * @param status 200 to 599
     * @throws IllegalArgumentException for another status
     */
    public static Response of(int status) {
        return new Response(0).status(status);
    }

    /** JSON with status 200; see {@link #withJson}. */
    public static Response json(@Nullable Object value) {
        return of(200).withJson(value);
    }

    /** Text in UTF-8 with status 200. */
    public static Response text(String text) {
        return of(200).withText(text);
    }

    /** Bytes with status 200; see {@link #withBytes}. */
    public static Response bytes(byte[] bytes, String contentType) {
        return of(200).withBytes(bytes, contentType);
    }

    /**
     * Items as they come, with status 200: {@code String} and {@code byte[]} as chunks, {@link ServerSentEvent}s as
     * {@code text/event-stream}, anything else as one JSON value a line ({@code application/x-ndjson}). The first item
     * decides, unless a {@code Content-Type} is set.
     */
    public static Response stream(AsyncIterable<?> items) {
        Response response = of(200);
        response.body = new Body.Stream(Objects.requireNonNull(items, "items"));
        return response;
    }

    /** Tells the client to ask elsewhere, with status 307: by the method it has used. */
    public static Response redirect(String to) {
        return redirect(TEMPORARY_REDIRECT, to);
    }

    /**
     * Tells the client to ask elsewhere.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param to a URL, or a path
     */
    public static Response redirect(int status, String to) {
        if (status < 300 || status > 399) {
            throw new IllegalArgumentException("The status of a redirect is 3xx, not " + status);
        }
        return of(status).header("location", to);
    }

    /**
     * A file, with its type by its name, ranges and {@code If-…} of the request answered, and an {@code ETag} of its
     * size and time. Status 404 if there is none.
     */
    public static Response file(Path path) {
        Response response = of(200);
        response.body = new Body.Served(Objects.requireNonNull(path, "path"));
        return response;
    }

    /** The handshake of a WebSocket, which the exchange makes. */
    static Response socket(SocketHandler handler, WebSocketOptions options) {
        Response response = new Response(101);
        response.body = new Body.Socket(handler, options);
        return response;
    }

    // ---- going on with it ----------------------------------------------------------------------

    /** The status. */
    public int status() {
        return status;
    }

    /**
     * Sets the status.
     *
     * @param status 200 to 599
     * @return this
     */
    public Response status(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("The status of a response is 200 to 599, not " + status);
        }
        this.status = status;
        return this;
    }

    /**
     * Sets a header; {@code Set-Cookie} and {@code Vary} are added.
     *
     * @return this
     * @throws IllegalArgumentException if it cannot be written, or is the server's own ({@code Connection},
     *     {@code Transfer-Encoding})
     */
    public Response header(String name, String value) {
        HeaderChecks.check(name, value);
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.equals("set-cookie") && !lower.equals("vary")) {
            removeHeader(lower);
        }
        headers.add(lower);
        headers.add(value);
        return this;
    }

    /** Removes a header; gives this. */
    public Response removeHeader(String name) {
        for (int i = headers.size() - 2; i >= 0; i -= 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                headers.remove(i + 1);
                headers.remove(i);
            }
        }
        return this;
    }

    /** A header's first value. */
    public Optional<String> header(String name) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                return Optional.of(headers.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /** Sets a cookie; gives this. */
    public Response cookie(Cookie cookie) {
        return header("set-cookie", cookie.toString());
    }

    /** Deletes a cookie of path {@code /}; gives this. */
    public Response deleteCookie(String name) {
        return cookie(Cookie.of(name, "").maxAge(Duration.ZERO));
    }

    /** Sets a body of JSON ({@code application/json}); gives this. */
    public Response withJson(@Nullable Object value) {
        return withBytes(Json.write(value), "application/json");
    }

    /** Sets a body of text in UTF-8 ({@code text/plain}); gives this. */
    public Response withText(String text) {
        return withBytes(text.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
    }

    /**
     * Sets a body.
     *
     * @param bytes not to be changed any more
     * @param contentType what it is
     * @return this
     */
    public Response withBytes(byte[] bytes, String contentType) {
        body = new Body.Bytes(bytes);
        return header("content-type", contentType);
    }

    // ---- for the exchange ----------------------------------------------------------------------

    Body body() {
        return body;
    }

    /** Name, value, name, value; names in lower case. */
    List<String> headerList() {
        return headers;
    }

    @Override
    public String toString() {
        return "Response[" + status + " " + Statuses.title(status) + "]";
    }
}
