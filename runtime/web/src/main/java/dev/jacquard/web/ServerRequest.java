package dev.jacquard.web;

import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.http.HttpServerRequest;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request of Vert.x as handlers see it. What is asked for only sometimes is made only then. */
final class ServerRequest implements Request {
    private static final int MAX_PARAMETERS = 1024;

    final HttpServerRequest http;
    final RequestBody body;
    private final Exchange exchange;

    @Nullable
    Route route;

    String[] values = {};
    private @Nullable String path;
    private @Nullable Map<String, List<String>> query;
    private @Nullable Map<String, List<String>> headers;
    private @Nullable Map<String, String> cookies;
    private @Nullable Map<String, Object> attributes;

    ServerRequest(HttpServerRequest http, Exchange exchange) {
        this.http = http;
        this.exchange = exchange;
        body = new RequestBody(http, exchange);
    }

    @Override
    public String method() {
        return http.method().name();
    }

    /** As it came. */
    String rawPath() {
        String raw = http.path();
        return raw == null ? "*" : raw;
    }

    @Override
    public String path() {
        String p = path;
        if (p == null) {
            p = Percent.decode(rawPath());
            path = p;
        }
        return p;
    }

    @Override
    public URI uri() {
        return URI.create(http.absoluteURI());
    }

    @Override
    public String pathParam(String name) {
        Route r = route;
        int at = r == null ? -1 : r.path().variables.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("There is no variable \"" + name + "\" in the path "
                    + (r == null ? "of a request without a route" : r.path().text));
        }
        return values[at];
    }

    // ---- query, headers, cookies ---------------------------------------------------------------

    Map<String, List<String>> query() {
        Map<String, List<String>> q = query;
        if (q == null) {
            String raw = http.query();
            q = raw == null ? Map.of() : decodeQuery(raw);
            query = q;
        }
        return q;
    }

    /** Semicolons are text, as the URL standard has it. */
    static Map<String, List<String>> decodeQuery(String raw) {
        try {
            return new QueryStringDecoder(raw, StandardCharsets.UTF_8, false, MAX_PARAMETERS, true).parameters();
        } catch (IllegalArgumentException e) {
            throw new HttpProblem(400, "The query or form has a broken percent-encoding");
        }
    }

    @Override
    public Optional<String> query(String name) {
        List<String> all = query().get(name);
        return all == null ? Optional.empty() : Optional.of(all.get(0));
    }

    @Override
    public List<String> queryAll(String name) {
        return query().getOrDefault(name, List.of());
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(http.getHeader(name));
    }

    @Override
    public Map<String, List<String>> headers() {
        Map<String, List<String>> all = headers;
        if (all == null) {
            Map<String, List<String>> made = new LinkedHashMap<>();
            http.headers().forEach((name, value) -> made.computeIfAbsent(
                            name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                    .add(value));
            all = made;
            headers = all;
        }
        return all;
    }

    @Override
    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies().get(name));
    }

    /** HTTP/2 may send several headers; so may others. Of two with a name the first counts: the more specific path. */
    private Map<String, String> cookies() {
        Map<String, String> all = cookies;
        if (all == null) {
            Map<String, String> made = new HashMap<>();
            for (String header : http.headers().getAll("cookie")) {
                ServerCookieDecoder.LAX.decodeAll(header).forEach(c -> made.putIfAbsent(c.name(), c.value()));
            }
            all = made;
            cookies = all;
        }
        return all;
    }

    @Override
    public SocketAddress remoteAddress() {
        return Addresses.of(http.remoteAddress());
    }

    @Override
    public Map<String, Object> attributes() {
        Map<String, Object> all = attributes;
        if (all == null) {
            all = new HashMap<>();
            attributes = all;
        }
        return all;
    }

    // ---- the body ------------------------------------------------------------------------------

    @Override
    public Coroutine<String> text() {
        return body.text();
    }

    @Override
    public <T> Coroutine<T> json(Class<T> type) {
        return body.json(type);
    }

    @Override
    public <T> Coroutine<List<T>> jsonList(Class<T> element) {
        return body.json(Json.MAPPER.getTypeFactory().constructCollectionType(List.class, element));
    }

    @Override
    public Coroutine<Map<String, Object>> json() {
        return body.json(Json.MAPPER.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }

    @Override
    public Coroutine<Map<String, List<String>>> form() {
        return body.form();
    }

    @Override
    public Coroutine<byte[]> bytes() {
        return body.bytes();
    }

    @Override
    public AsyncIterable<byte[]> chunks() {
        return body.chunks();
    }

    @Override
    public AsyncIterable<Upload> uploads() {
        return body.uploads();
    }

    // ---- what belongs to it --------------------------------------------------------------------

    @Override
    public <T> Coroutine<T> provided(Class<T> type) {
        return exchange.scope().provided(type);
    }

    @Override
    public BackgroundTasks background() {
        return exchange.background();
    }

    /** What its handler has thrown. */
    void failed(Throwable e) {
        exchange.fail(e);
    }

    @Override
    public String toString() {
        return method() + " " + rawPath();
    }
}
