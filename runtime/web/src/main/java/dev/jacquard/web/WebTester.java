package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.web.client.ClientOptions;
import dev.jacquard.web.client.ClientSession;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Runs an application on the test's loop, with a client for it. Starlette's {@code TestClient}.
 *
 * <pre>{@code
 * @AsyncTest
 * void hello() {
 *     try (WebTester tester = await(WebTester.start(App.create()))) {
 *         assertThat(await(await(tester.client().get("/hello")).text())).isEqualTo("Hello");
 *     }
 * }
 * }</pre>
 *
 * <p>Its client has no limits of time, and the server none for silent connections, so that a test whose clock jumps is
 * not stopped by them.
 */
public final class WebTester implements AsyncCloseable {
    private final WebServer server;
    private final ClientSession client;

    private WebTester(WebServer server, ClientSession client) {
        this.server = server;
        this.client = client;
    }

    /** Starts an application as it is; throws what its lifespan's start has thrown. */
    public static Coroutine<WebTester> start(WebApp app) {
        return of(app).start();
    }

    /** Begins with an application, which is not changed. */
    public static Builder of(WebApp app) {
        return new Builder(app);
    }

    /** Says what is otherwise than in the application. */
    public static final class Builder {
        private final WebApp app;
        private final Map<Class<?>, Provider<?>> overrides = new LinkedHashMap<>();

        private Builder(WebApp app) {
            this.app = Objects.requireNonNull(app, "app");
        }

        /** Provides a type in another way than the application does. Gives this. */
        public <T> Builder override(Class<T> type, Provider<T> provider) {
            overrides.put(type, Objects.requireNonNull(provider, "provider"));
            return this;
        }

        /** Starts it on the running loop. */
        @Async
        public Coroutine<WebTester> start() {
            WebOptions options = WebOptions.builder().idleTimeout(Duration.ZERO).build();
            LoopServer server = await(LoopServer.listen(app.plan().with(overrides), options, "127.0.0.1", 0));
            ClientOptions client = ClientOptions.builder()
                    .baseUrl(server.uri().toString())
                    .timeout(Duration.ZERO)
                    .connectTimeout(Duration.ZERO)
                    .build();
            return Coroutine.of(new WebTester(server, ClientSession.create(client)));
        }
    }

    /** A client whose {@code baseUrl} is the application. */
    public ClientSession client() {
        return client;
    }

    /** Where the application listens. */
    public WebServer server() {
        return server;
    }

    /** Closes the client, and stops the application gracefully. */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        try {
            await(client.closeAsync());
        } finally {
            await(server.closeAsync());
        }
        return Coroutine.done();
    }

    @Override
    public String toString() {
        return "WebTester[" + server.uri() + "]";
    }
}
