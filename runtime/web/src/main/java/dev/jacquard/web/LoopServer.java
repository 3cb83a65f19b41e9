package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.vertx.VertxLoop;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An application that listens on the running loop. */
final class LoopServer implements WebServer {
    /** Beyond the grace period, for the answers of what is cancelled then. */
    private static final long MORE_MILLIS = 1000;

    private final AppInstance app;
    private final HttpServer http;
    private final URI uri;
    private @Nullable Task<Void> closing;

    private LoopServer(AppInstance app, HttpServer http, URI uri) {
        this.app = app;
        this.http = http;
        this.uri = uri;
    }

    /** Starts an application and lets it listen. */
    @Async
    static Coroutine<LoopServer> listen(AppPlan plan, WebOptions options, String host, int port) {
        AppInstance app = new AppInstance(plan, options);
        await(app.start());
        try {
            HttpServer http = VertxLoop.vertx().createHttpServer(ServerSettings.of(plan, options));
            ServerSettings.install(http, app);
            await(awaitable(http.listen(port, host)));
            return Coroutine.of(new LoopServer(app, http, address(options, host, http.actualPort())));
        } catch (Throwable e) {
            await(app.end());
            return Coroutine.failed(e);
        }
    }

    private static URI address(WebOptions options, String host, int port) {
        String name = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
        String literal = name.indexOf(':') >= 0 ? "[" + name + "]" : name;
        return URI.create((options.tls == null ? "http://" : "https://") + literal + ":" + port);
    }

    @Override
    public int port() {
        return uri.getPort();
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        Task<Void> task = closing;
        if (task == null) {
            task = createTask(stop(), "stop " + uri);
            closing = task;
        }
        await(shield(task));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> stop() {
        // Vert.x lets nobody in from here on, and cuts what is there in the end; a second call would end at once.
        Future<Void> shut = http.shutdown(app.options().gracePeriod.toMillis() + MORE_MILLIS, TimeUnit.MILLISECONDS);
        await(app.drain());
        await(awaitable(shut));
        await(app.end());
        return Coroutine.done();
    }

    @Override
    public String toString() {
        return "WebServer[" + uri + "]";
    }
}
