package dev.jacquard.httpclient;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

/** The head of a response, and its body, which is read as it comes. */
public final class AsyncResponse implements AsyncCloseable {
    private final HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
    private final ResponseBody body;

    AsyncResponse(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
        this.response = response;
        this.body = new ResponseBody(response.body(), response);
    }

    /** 200, 404, ... */
    public int statusCode() {
        return response.statusCode();
    }

    /** What the server says of the body. */
    public HttpHeaders headers() {
        return response.headers();
    }

    /** Where it came from, after redirections. */
    public URI uri() {
        return response.uri();
    }

    /** The JDK's own response; its body is read by {@link #body}. */
    public HttpResponse<?> response() {
        return response;
    }

    /** The bytes, once. */
    public ResponseBody body() {
        return body;
    }

    /** Aborts the exchange if the body was not read to its end. */
    @Override
    public Coroutine<Void> closeAsync() {
        return body.closeAsync();
    }

    @Override
    public String toString() {
        return response.toString();
    }
}
