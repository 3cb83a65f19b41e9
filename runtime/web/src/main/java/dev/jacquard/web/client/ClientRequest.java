package dev.jacquard.web.client;

import dev.jacquard.AsyncIterable;
import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import java.time.Duration;
import java.util.Map;

/**
 * A request that is described and then sent, by awaiting it or by {@link #send}. One without a {@link #bodyStream} may
 * be sent again.
 */
public interface ClientRequest extends Awaitable<ClientResponse> {
    /**
     * Adds to the query.
     *
     * @param value is written as its text; each element of an {@link Iterable} by itself
     * @return this
     */
    ClientRequest query(String name, Object value);

    /**
     * Sets a header, instead of the session's of that name.
     *
     * @return this
     * @throws IllegalArgumentException if it cannot be written as one
     */
    ClientRequest header(String name, String value);

    /**
     * Sends a value as JSON.
     *
     * @return this
     * @throws IllegalArgumentException if it cannot be written
     */
    ClientRequest json(Object body);

    /** Sends fields as {@code application/x-www-form-urlencoded}. Gives this. */
    ClientRequest form(Map<String, String> fields);

    /** Sends fields and files as {@code multipart/form-data}. Gives this. */
    ClientRequest multipart(MultipartForm form);

    /** Sends bytes. Gives this. */
    ClientRequest body(byte[] bytes);

    /**
     * Sends what an iterable gives, no faster than the server takes it. It is gone through once, so that the request
     * cannot be repeated, and closed in the end if it is {@link dev.jacquard.AsyncCloseable}.
     *
     * @return this
     */
    ClientRequest bodyStream(AsyncIterable<byte[]> chunks);

    /** How long it may take in all, until the response is read; zero: for ever. Gives this. */
    ClientRequest timeout(Duration total);

    /**
     * Sends it. Cancelling stops it on the wire.
     *
     * @return the response, whatever its status, when its head has come; throws {@link ClientTimeoutException},
     *     {@link ClientException} if there is no connection or it is lost
     */
    Coroutine<ClientResponse> send();

    @Override
    default Coroutine<ClientResponse> asCoroutine() {
        return send();
    }
}
