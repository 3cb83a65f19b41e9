package dev.jacquard.benchmarks.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.transport.Transport;
import java.io.IOException;

/**
 * {@code GET /hello} by a plain handler of Vert.x with one event loop: what {@link HttpHelloJacquard} is compared with.
 * Same arguments, same output.
 */
public final class HttpHelloPlain {
    private HttpHelloPlain() {}

    public static void main(String[] args) throws IOException {
        boolean epoll = args.length > 0 && args[0].equals("epoll");
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(1))
                .withTransport(epoll ? Transport.EPOLL : Transport.NIO)
                .build();
        HttpServer server = vertx.createHttpServer().requestHandler(HttpHelloPlain::hello);
        int port = server.listen(0, "127.0.0.1").await().actualPort();
        System.out.println("READY " + port);
        Hello.awaitEndOfInput();
        vertx.close().await();
    }

    private static void hello(HttpServerRequest request) {
        if (!Hello.PATH.equals(request.path())) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.response().headers().set("content-type", "text/plain");
        request.response().end(Hello.BODY);
    }
}
