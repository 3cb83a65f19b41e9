package dev.jacquard.web.client;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import dev.jacquard.vertx.VertxLoop;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client with its connections, cookies and limits, on the running loop's own thread. Make one for many
 * requests, and close it in the end. aiohttp's {@code ClientSession}.
 *
 * <pre>{@code
 * try (var session = ClientSession.create()) {
 *     try (var response = await(session.get("https://example.com/"))) {
 *         String text = await(response.raiseForStatus().text());
 *     }
 * }
 * }</pre>
 */
public final class ClientSession implements AsyncCloseable {
    private final EventLoop loop;
    private final ClientOptions options;
    private final HttpClient client;
    private final Limits limits;
    private final @Nullable CookieManager cookies;
    private final Set<Wire> onTheWire = new LinkedHashSet<>();
    private final Runnable unregister;
    private boolean closed;

    private ClientSession(ClientOptions options) {
        loop = Asyncio.getRunningLoop();
        this.options = options;
        client = VertxLoop.vertx().createHttpClient(http(options), pool(options));
        limits = new Limits(options.limit, options.limitPerHost);
        cookies = options.cookies ? new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER) : null;
        unregister = OpenSessions.opened(this, loop);
    }

    /**
     * A session with default options.
     *
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static ClientSession create() {
        return create(ClientOptions.builder().build());
    }

    /** A session with options; see {@link #create()}. */
    public static ClientSession create(ClientOptions options) {
        return new ClientSession(options);
    }

    private static HttpClientOptions http(ClientOptions o) {
        HttpClientOptions h = new HttpClientOptions()
                .setDecompressionSupported(true)
                .setTrustAll(o.trustAll)
                .setVerifyHost(!o.trustAll)
                .setMaxHeaderSize(64 * 1024)
                .setConnectTimeout((int) Math.min(millis(o), Integer.MAX_VALUE));
        if (o.trust != null) {
            h.setTrustOptions(o.trust);
        }
        if (o.http2) {
            h.setUseAlpn(true).setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
        }
        if (o.proxy != null) {
            h.setProxyOptions(o.proxy);
        }
        return h;
    }

    /** Ours ends first; Vert.x' is for what nobody waits for any more. */
    private static long millis(ClientOptions o) {
        return o.connectTimeout.isZero() ? 0 : o.connectTimeout.toMillis() + 1;
    }

    private static PoolOptions pool(ClientOptions o) {
        return new PoolOptions().setHttp1MaxSize(o.limit).setHttp2MaxSize(o.limit);
    }

    // ---- requests ------------------------------------------------------------------------------

    /** A GET request; see {@link #request}. */
    public ClientRequest get(String url) {
        return request("GET", url);
    }

    /** A POST request; see {@link #request}. */
    public ClientRequest post(String url) {
        return request("POST", url);
    }

    /** A PUT request; see {@link #request}. */
    public ClientRequest put(String url) {
        return request("PUT", url);
    }

    /** A PATCH request; see {@link #request}. */
    public ClientRequest patch(String url) {
        return request("PATCH", url);
    }

    /** A DELETE request; see {@link #request}. */
    public ClientRequest delete(String url) {
        return request("DELETE", url);
    }

    /** A HEAD request; see {@link #request}. */
    public ClientRequest head(String url) {
        return request("HEAD", url);
    }

    /**
     * A request, which is sent when it is awaited.
     *
     * @param method such as GET
     * @param url absolute, or relative to the session's {@code baseUrl}
     * @throws IllegalArgumentException if it is no URL of http or https, or the method is none
     * @throws IllegalStateException if the session is closed, or of another loop
     */
    public ClientRequest request(String method, String url) {
        checkUsable();
        if (!method.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new IllegalArgumentException("\"" + method + "\" is no method of HTTP");
        }
        return new SessionRequest(this, method.toUpperCase(Locale.ROOT), Urls.absolute(url, options.baseUrl));
    }

    void checkUsable() {
        if (closed) {
            throw new IllegalStateException("The session is closed. Send requests within its try-with-resources");
        }
        if (Asyncio.getRunningLoop() != loop) {
            throw new IllegalStateException(
                    "The session belongs to another loop. Make one on each loop that sends requests");
        }
    }

    // ---- what its requests use -----------------------------------------------------------------

    EventLoop loop() {
        return loop;
    }

    ClientOptions options() {
        return options;
    }

    HttpClient client() {
        return client;
    }

    Limits limits() {
        return limits;
    }

    @Nullable
    CookieManager cookies() {
        return cookies;
    }

    @Nullable
    URI baseUrl() {
        return options.baseUrl;
    }

    void enter(Wire wire) {
        onTheWire.add(wire);
    }

    void leave(Wire wire) {
        onTheWire.remove(wire);
    }

    // ---- the end -------------------------------------------------------------------------------

    /** Stops what is under way, which fails with {@link ClientException}, and closes the connections. */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        if (!closed) {
            closed = true;
            unregister.run();
            for (Wire w : List.copyOf(onTheWire)) {
                w.abort(new ClientException(w.name + ": the session was closed"));
            }
            await(awaitable(client.close()));
        }
        return Coroutine.done();
    }

    @Override
    public String toString() {
        return "ClientSession[" + (options.baseUrl == null ? "" : options.baseUrl + ", ")
                + (closed ? "closed" : onTheWire.size() + " under way") + "]";
    }
}
