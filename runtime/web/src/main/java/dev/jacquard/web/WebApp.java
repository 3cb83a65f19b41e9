package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An application: routes, and what they need. It is built once, then listens, as often as one likes; from the first
 * time on it cannot be changed. FastAPI's {@code FastAPI}, aiohttp's {@code Application}.
 *
 * <pre>{@code
 * WebApp.create()
 *         .get("/hello/{name}", r -> Coroutine.of("Hello " + r.pathParam("name")))
 *         .run("127.0.0.1", 8080);
 * }</pre>
 */
public final class WebApp {
    private final List<Route> routes = new ArrayList<>();
    private final List<WebSocketOptions> sockets = new ArrayList<>();
    private final List<Around> arounds = new ArrayList<>();
    private final Problems problems = new Problems();
    private final Map<Class<?>, Provider<?>> providers = new LinkedHashMap<>();
    private final List<AppPlan.Lifespan<?>> lifespans = new ArrayList<>();
    private final List<AppPlan.NamedWork> tasks = new ArrayList<>();
    private final List<io.vertx.core.Handler<RoutingContext>> before = new ArrayList<>();
    private @Nullable AppPlan plan;

    private WebApp() {}

    /** An application that answers nothing yet. */
    public static WebApp create() {
        return new WebApp();
    }

    // ---- routes --------------------------------------------------------------------------------

    /** Answers GET, and HEAD without the body; see {@link #route}. */
    public WebApp get(String path, Handler handler) {
        return route("GET", path, handler);
    }

    /** Answers POST; see {@link #route}. */
    public WebApp post(String path, Handler handler) {
        return route("POST", path, handler);
    }

    /** Answers PUT; see {@link #route}. */
    public WebApp put(String path, Handler handler) {
        return route("PUT", path, handler);
    }

    /** Answers PATCH; see {@link #route}. */
    public WebApp patch(String path, Handler handler) {
        return route("PATCH", path, handler);
    }

    /** Answers DELETE; see {@link #route}. */
    public WebApp delete(String path, Handler handler) {
        return route("DELETE", path, handler);
    }

    /** Answers HEAD otherwise than GET does; see {@link #route}. */
    public WebApp head(String path, Handler handler) {
        return route("HEAD", path, handler);
    }

    /** Answers OPTIONS otherwise than with {@code Allow}; see {@link #route}. */
    public WebApp options(String path, Handler handler) {
        return route("OPTIONS", path, handler);
    }

    /**
     * Answers a method at a path.
     *
     * @param method such as GET
     * @param path {@code /users/{id}}, {@code /users/{id:[0-9]+}}, {@code /files/{rest:.*}}; text comes before
     *     variables, whatever the order of routes
     * @param handler answers, see {@link Handler#handle}
     * @return this
     * @throws IllegalArgumentException if the path cannot be, or another route is the same
     */
    public WebApp route(String method, String path, Handler handler) {
        Objects.requireNonNull(handler, "handler");
        HeaderChecks.checkToken("The method", method);
        return add(method.toUpperCase(Locale.ROOT), path, handler::handle);
    }

    /**
     * Answers GET item by item: {@code String} and {@code byte[]} as chunks, {@link ServerSentEvent}s as
     * {@code text/event-stream}, anything else as one JSON value a line.
     *
     * @return this
     */
    public WebApp stream(String path, StreamHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return add("GET", path, request -> Coroutine.of(Response.stream(handler.handle(request))));
    }

    /** Serves WebSockets; see {@link #webSocket(String, WebSocketOptions, SocketHandler)}. */
    public WebApp webSocket(String path, SocketHandler handler) {
        return webSocket(path, WebSocketOptions.builder().build(), handler);
    }

    /**
     * Serves WebSockets.
     *
     * @param path as of a {@link #route}, which may be there as well for ordinary requests
     * @param options what they are like
     * @param handler serves each
     * @return this
     */
    public WebApp webSocket(String path, WebSocketOptions options, SocketHandler handler) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(options, "options");
        sockets.add(options);
        return add(Route.SOCKET, path, request -> {
            Handshakes.checkOrigin(request, options);
            return Coroutine.of(Response.socket(handler, options));
        });
    }

    /** Serves the files of a folder with default options; see {@link #files(String, Path, FileOptions)}. */
    public WebApp files(String prefix, Path folder) {
        return files(prefix, folder, FileOptions.builder().build());
    }

    /**
     * Serves the files of a folder, with ranges, {@code ETag} and {@code If-…}. Hidden files, and what links lead to
     * outside of the folder, are not served.
     *
     * @param prefix {@code /static}
     * @param folder need not be there yet
     * @param options how
     * @return this
     */
    public WebApp files(String prefix, Path folder, FileOptions options) {
        Folder f = new Folder(folder, options);
        return add("GET", PathTemplate.join(prefix, "/{" + Folder.REST + ":.*}"), f::serve);
    }

    private WebApp add(String method, String path, Endpoint endpoint) {
        return add(new Route(method, PathTemplate.parse(path), endpoint, null));
    }

    private WebApp add(Route route) {
        checkOpen();
        routes.add(route);
        return this;
    }

    /**
     * Adds another application's routes below a prefix, with what is around them and its mappers of errors for these
     * alone; what it provides and opens belongs to all.
     *
     * @param prefix {@code /api}
     * @param other not changed by it
     * @return this
     */
    public WebApp mount(String prefix, WebApp other) {
        checkOpen();
        Chain chain = new Chain(List.copyOf(other.arounds), other.problems);
        for (Route r : other.routes) {
            String path = PathTemplate.join(prefix, r.path().text);
            add(new Route(r.method(), PathTemplate.parse(path), chain.around(r.endpoint()), r.description()));
        }
        other.providers.forEach(this::addProvider);
        sockets.addAll(other.sockets);
        lifespans.addAll(other.lifespans);
        tasks.addAll(other.tasks);
        return this;
    }

    // ---- what they need ------------------------------------------------------------------------

    /**
     * Provides what handlers ask for by its type ({@link Request#provided}, parameters of resource methods): made once
     * per request, when first asked for, and closed after the response if it is {@link AsyncCloseable}, in reverse
     * order; a {@link dev.jacquard.OutcomeCloseable} is told how the request went.
     *
     * @return this
     * @throws IllegalArgumentException if it is provided already; see {@link #override}
     */
    public <T> WebApp provide(Class<T> type, Provider<T> provider) {
        checkOpen();
        addProvider(type, Objects.requireNonNull(provider, "provider"));
        return this;
    }

    private void addProvider(Class<?> type, Provider<?> provider) {
        Provider<?> other = providers.putIfAbsent(type, provider);
        if (other != null && other != provider) {
            throw new IllegalArgumentException(
                    type.getName() + " is provided already; override(…) replaces what provides it");
        }
    }

    /** Provides a type in another way than before, for tests. Gives this. */
    public <T> WebApp override(Class<T> type, Provider<T> provider) {
        checkOpen();
        providers.put(type, Objects.requireNonNull(provider, "provider"));
        return this;
    }

    /** Runs something around every request; the first added is outermost. Gives this. */
    public WebApp around(Around around) {
        checkOpen();
        arounds.add(Objects.requireNonNull(around, "around"));
        return this;
    }

    /**
     * Makes responses of exceptions.
     *
     * @param type of the exception; the mapper of the nearest superclass is asked
     * @param mapper gives the response
     * @return this
     */
    public <X extends Throwable> WebApp onError(Class<X> type, BiFunction<Request, X, Response> mapper) {
        checkOpen();
        problems.add(type, mapper);
        return this;
    }

    /**
     * Puts a handler of Vert.x Web before everything, such as its {@code CorsHandler} or {@code SessionHandler}; called
     * in the order of adding.
     *
     * @return this
     */
    public WebApp before(io.vertx.core.Handler<RoutingContext> handler) {
        checkOpen();
        before.add(Objects.requireNonNull(handler, "handler"));
        return this;
    }

    // ---- its life ------------------------------------------------------------------------------

    /**
     * Opens something when the application starts, on each loop, in the order of adding, and closes it in reverse order
     * in the end. Handlers get it as something {@linkplain #provide provided}.
     *
     * @return this
     */
    public <T extends AsyncCloseable> WebApp lifespan(Class<T> type, Startup<T> startup) {
        checkOpen();
        lifespans.add(new AppPlan.Lifespan<>(type, startup));
        return this;
    }

    /** Opens something that handlers do not ask for; see {@link #lifespan(Class, Startup)}. */
    public WebApp lifespan(Startup<? extends AsyncCloseable> startup) {
        checkOpen();
        lifespans.add(new AppPlan.Lifespan<>(null, startup));
        return this;
    }

    /**
     * Runs a task beside the requests, once per loop: started after the lifespan was opened, cancelled before it is
     * closed. Its failure is reported, the application goes on.
     *
     * @param name of the task
     * @return this
     */
    public WebApp task(String name, Work work) {
        checkOpen();
        tasks.add(new AppPlan.NamedWork(name, Objects.requireNonNull(work, "work")));
        return this;
    }

    private void checkOpen() {
        if (plan != null) {
            throw new IllegalStateException(
                    "The application listens already, and cannot be changed any more. Build another one, or in tests"
                            + " say WebTester.of(app).override(…)");
        }
    }

    /** What it is; from now on unchangeable. */
    AppPlan plan() {
        AppPlan p = plan;
        if (p == null) {
            p = new AppPlan(
                    List.copyOf(routes),
                    new RouteTable(routes),
                    new Chain(List.copyOf(arounds), problems),
                    Map.copyOf(providers),
                    List.copyOf(lifespans),
                    List.copyOf(tasks),
                    List.copyOf(before),
                    List.copyOf(sockets));
            plan = p;
        }
        return p;
    }

    // ---- listening -----------------------------------------------------------------------------

    /** Listens with default options; see {@link #listen(String, int, WebOptions)}. */
    public Coroutine<WebServer> listen(String host, int port) {
        return listen(host, port, WebOptions.defaults());
    }

    /**
     * Starts the application and listens, on the running loop.
     *
     * @param host the address to listen at: {@code 127.0.0.1}, or {@code 0.0.0.0} for all
     * @param port 0 for any free one
     * @param options how
     * @return the server, to be closed; throws what the lifespan's start has thrown, {@link java.net.BindException}
     */
    @Async
    public Coroutine<WebServer> listen(String host, int port, WebOptions options) {
        return Coroutine.of(await(LoopServer.listen(plan(), options, host, port)));
    }
}
