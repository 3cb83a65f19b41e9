package dev.jacquard.web.client;

import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;
import dev.jacquard.web.internal.WebDoor;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A request of a session that is being described. */
final class SessionRequest implements ClientRequest {
    final ClientSession session;
    final String method;
    final MultiMap headers = HttpHeaders.headers();
    private final URI uri;
    private final StringJoiner query = new StringJoiner("&");
    private @Nullable Body body;
    private Duration timeout;

    SessionRequest(ClientSession session, String method, URI uri) {
        this.session = session;
        this.method = method;
        this.uri = uri;
        timeout = session.options().timeout;
        session.options().headers.forEach(this::header);
    }

    URI uri() {
        return Urls.withQuery(uri, query.toString());
    }

    @Nullable
    Body body() {
        return body;
    }

    Duration timeout() {
        return timeout;
    }

    @Override
    public ClientRequest query(String name, Object value) {
        if (value instanceof Iterable<?> all) {
            for (Object each : all) {
                query(name, each);
            }
            return this;
        }
        query.add(Urls.encode(name) + "=" + Urls.encode(value.toString()));
        return this;
    }

    @Override
    public ClientRequest header(String name, String value) {
        if (name.isEmpty() || value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f || c > 0xff)) {
            throw new IllegalArgumentException(
                    "The header \"" + name + "\" cannot be written: it has no name, or a character that no header has");
        }
        headers.set(name, value);
        return this;
    }

    @Override
    public ClientRequest json(Object value) {
        return body(Body.of(WebDoor.get().writeJson(value), "application/json"));
    }

    @Override
    public ClientRequest form(Map<String, String> fields) {
        StringJoiner s = new StringJoiner("&");
        fields.forEach((name, value) -> s.add(Urls.encode(name) + "=" + Urls.encode(value)));
        return body(Body.of(s.toString().getBytes(StandardCharsets.US_ASCII), "application/x-www-form-urlencoded"));
    }

    @Override
    public ClientRequest multipart(MultipartForm form) {
        return body(form.body());
    }

    @Override
    public ClientRequest body(byte[] bytes) {
        return body(Body.of(bytes, null));
    }

    @Override
    public ClientRequest bodyStream(AsyncIterable<byte[]> chunks) {
        return body(Body.of(Objects.requireNonNull(chunks, "chunks")));
    }

    private ClientRequest body(Body b) {
        if (body != null) {
            throw new IllegalStateException("The request has a body already; it sends one");
        }
        body = b;
        return this;
    }

    @Override
    public ClientRequest timeout(Duration total) {
        timeout = ClientOptions.notNegative("timeout", total);
        return this;
    }

    @Override
    public Coroutine<ClientResponse> send() {
        session.checkUsable();
        return new Call(this).run();
    }

    @Override
    public String toString() {
        return method + " " + uri();
    }
}
