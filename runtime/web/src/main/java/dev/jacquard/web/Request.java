package dev.jacquard.web;

import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request while it is served. The body is read once, in one of the ways given; again is an
 * {@link IllegalStateException}. For the loop's thread.
 */
public interface Request {
    /** {@code GET}, {@code POST}, … */
    String method();

    /** The path without the query, percent-decoded. */
    String path();

    /** The whole address, as the client sees it. */
    URI uri();

    /**
     * What a variable of the route's path has matched, percent-decoded.
     *
     * @param name {@code id} of {@code /users/{id}}
     * @throws IllegalArgumentException if the route has no such variable
     */
    String pathParam(String name);

    /** A query parameter's first value. */
    Optional<String> query(String name);

    /** All values of a query parameter, in their order. */
    List<String> queryAll(String name);

    /** A header's first value; upper and lower case are the same. */
    Optional<String> header(String name);

    /** All headers; their names in lower case. */
    Map<String, List<String>> headers();

    /** A cookie's value. */
    Optional<String> cookie(String name);

    /** Who has sent it; behind a trusted proxy, the client that the proxy names. */
    SocketAddress remoteAddress();

    /** What handlers and {@link Around}s tell one another. */
    Map<String, Object> attributes();

    /**
     * The body as text, in the charset of its Content-Type, else UTF-8.
     *
     * @return throws {@link HttpProblem} 400 for bytes that are no text, 413 if it is too large, 415 for an unknown
     *     charset
     */
    Coroutine<String> text();

    /**
     * The body as JSON.
     *
     * @return throws {@link HttpProblem} 400 if it is no JSON, 413, 415 for another Content-Type, 422 if it is not what
     *     the class wants, with all errors
     */
    <T> Coroutine<T> json(Class<T> type);

    /** The body as a JSON array of one kind of items; see {@link #json(Class)}. */
    <T> Coroutine<List<T>> jsonList(Class<T> element);

    /** The body as a JSON object; see {@link #json(Class)}. */
    Coroutine<Map<String, Object>> json();

    /**
     * The body as {@code application/x-www-form-urlencoded}, or the ordinary fields of {@code multipart/form-data}.
     *
     * @return throws {@link HttpProblem} 400, 413, 415
     */
    Coroutine<Map<String, List<String>>> form();

    /** The body's bytes; throws {@link HttpProblem} 413 if it is too large. */
    Coroutine<byte[]> bytes();

    /** The body as it comes, no faster than it is taken; the limit of {@link WebOptions} counts as well. */
    AsyncIterable<byte[]> chunks();

    /**
     * The parts of {@code multipart/form-data} as they come. What is not read of a part is skipped when the next is
     * asked for.
     */
    AsyncIterable<Upload> uploads();

    /**
     * What the application provides of a type: made when first asked for, closed after the response.
     *
     * @return throws {@link IllegalArgumentException} if nothing provides it, and what the provider throws
     * @see WebApp#provide
     */
    <T> Coroutine<T> provided(Class<T> type);

    /** What is done after the response. */
    BackgroundTasks background();
}
