package dev.jacquard.benchmarks.http;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.Coroutine;
import dev.jacquard.Runner;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.IoBackend;
import dev.jacquard.vertx.AsyncHandlers;
import dev.jacquard.vertx.VertxLoop;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Locale;

/**
 * {@code GET /hello} by an {@code @Async} handler, with Vert.x on our loop: one thread. The first argument is nio or
 * epoll. Prints {@code READY PORT}, serves until its input ends.
 */
public final class HttpHelloJacquard {
    private HttpHelloJacquard() {}

    public static void main(String[] args) throws IOException {
        String backend = args.length == 0 ? "nio" : args[0];
        IoBackend io = IoBackend.valueOf(backend.toUpperCase(Locale.ROOT));
        try (Runner runner = Runner.builder().loopFactory(io::newLoop).build()) {
            runner.run(() -> serve());
        }
    }

    @Async
    private static Coroutine<Void> serve() throws IOException {
        HttpServer server = VertxLoop.vertx().createHttpServer();
        server.requestHandler(AsyncHandlers.http(HttpHelloJacquard::hello));
        int port = await(awaitable(server.listen(0, "127.0.0.1"))).actualPort();
        System.out.println("READY " + port);
        await(toThread(Hello::awaitEndOfInput));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> hello(HttpServerRequest request) {
        if (!Hello.PATH.equals(request.path())) {
            request.response().setStatusCode(404);
            await(awaitable(request.response().end()));
            return Coroutine.done();
        }
        request.response().headers().set("content-type", "text/plain");
        await(awaitable(request.response().end(Hello.BODY)));
        return Coroutine.done();
    }
}
