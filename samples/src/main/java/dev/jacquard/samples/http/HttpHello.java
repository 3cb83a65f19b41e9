package dev.jacquard.samples.http;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.samples.Exit;
import dev.jacquard.vertx.AsyncRoutes;
import dev.jacquard.vertx.VertxLoop;
import dev.jacquard.vertx.VertxStreams;
import dev.jacquard.vertx.VertxWebSocket;
import dev.jacquard.vertx.WebSocketMessage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/**
 * A web server: hello, a JSON echo, a WebSocket echo, a streamed response. Without arguments it calls itself and ends;
 * {@code PORT} serves there until Ctrl-C.
 */
public final class HttpHello {
    private static final String HOST = "127.0.0.1";

    private HttpHello() {}

    public static void main(String[] args) {
        Exit.with(runProgram(args));
    }

    /** The program; its value is the exit status. */
    public static int runProgram(String... args) {
        if (args.length == 0) {
            run(demo());
            return 0;
        }
        int port;
        try {
            port = Integer.parseInt(args[0]);
        } catch (NumberFormatException e) {
            System.err.println("usage: http [PORT]");
            return 2;
        }
        run(serveForEver(port));
        return 0;
    }

    // ---- the server ----------------------------------------------------------------------------

    @Async
    static Coroutine<HttpServer> serve(int port) {
        Router router = Router.router(VertxLoop.vertx());
        router.get("/hello").handler(AsyncRoutes.handler(HttpHello::hello));
        router.post("/echo").handler(BodyHandler.create(false));
        router.post("/echo").respond(AsyncRoutes.responding(HttpHello::echo));
        router.get("/count").handler(AsyncRoutes.streaming(HttpHello::count));
        router.get("/chat").handler(AsyncRoutes.webSocket(HttpHello::chat));
        HttpServer server = VertxLoop.vertx().createHttpServer().requestHandler(router);
        return Coroutine.of(await(awaitable(server.listen(port, HOST))));
    }

    @Async
    static Coroutine<Void> hello(RoutingContext ctx) {
        await(sleep(10)); // a database, say
        await(awaitable(ctx.end("Hello, " + ctx.request().getParam("name", "world") + "!")));
        return Coroutine.done();
    }

    @Async
    static Coroutine<JsonObject> echo(RoutingContext ctx) {
        JsonObject sent = ctx.body().asJsonObject();
        return Coroutine.of(new JsonObject().put("sent", sent).put("fields", sent.size()));
    }

    @Async
    static AsyncGenerator<Buffer> count(RoutingContext ctx) {
        int n = Integer.parseInt(ctx.request().getParam("to", "3"));
        for (int i = 1; i <= n; i++) {
            emit(Buffer.buffer(i + "\n"));
            await(sleep(20));
        }
        return AsyncGenerator.end();
    }

    @Async
    static Coroutine<Void> chat(VertxWebSocket socket) {
        for (WebSocketMessage message : socket) {
            await(socket.send("you said: " + message.text()));
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> serveForEver(int port) {
        HttpServer server = await(serve(port));
        System.out.println("serving on http://" + HOST + ":" + server.actualPort() + "/hello");
        await(new Promise<>());
        return Coroutine.done();
    }

    // ---- a client on the same thread -----------------------------------------------------------

    @Async
    static Coroutine<Void> demo() {
        int port = await(serve(0)).actualPort();
        HttpClient client = VertxLoop.vertx().createHttpClient();
        System.out.println(await(call(client, HttpMethod.GET, port, "/hello?name=Ada", "")));
        System.out.println(await(call(client, HttpMethod.POST, port, "/echo", "{\"loom\":\"Jacquard\"}")));
        await(showCounting(client, port));
        await(talk(port));
        await(awaitable(client.close()));
        return Coroutine.done();
    }

    @Async
    private static Coroutine<String> call(HttpClient client, HttpMethod method, int port, String path, String body) {
        HttpClientRequest request = await(awaitable(client.request(method, port, HOST, path)));
        HttpClientResponse response = await(awaitable(request.send(body)));
        Buffer text = await(VertxStreams.readAll(response));
        return Coroutine.of(response.statusCode() + " " + text);
    }

    @Async
    private static Coroutine<Void> showCounting(HttpClient client, int port) {
        HttpClientRequest request = await(awaitable(client.request(HttpMethod.GET, port, HOST, "/count?to=3")));
        HttpClientResponse response = await(awaitable(request.send()));
        try (var chunks = VertxStreams.items(response)) {
            for (Buffer chunk : chunks) {
                System.out.println("counted " + chunk.toString().strip());
            }
        }
        return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> talk(int port) {
        var where = new WebSocketConnectOptions().setHost(HOST).setPort(port).setURI("/chat");
        var client = VertxLoop.vertx().createWebSocketClient();
        try (VertxWebSocket socket = await(VertxWebSocket.connect(client, where))) {
            await(socket.send("good-bye"));
            System.out.println(await(socket.receive()).text());
        }
        return Coroutine.done();
    }
}
