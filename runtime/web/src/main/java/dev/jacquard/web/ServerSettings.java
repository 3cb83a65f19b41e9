package dev.jacquard.web;

import dev.jacquard.vertx.VertxLoop;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;

/** Vert.x' server as the web layer wants it. */
final class ServerSettings {
    private ServerSettings() {}

    static HttpServerOptions of(AppPlan plan, WebOptions options) {
        HttpServerOptions o = new HttpServerOptions()
                .setMaxHeaderSize(options.maxHeaders)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) Math.min(options.idleTimeout.toMillis(), Integer.MAX_VALUE))
                .setHttp2ClearTextEnabled(options.http2);
        for (WebSocketOptions s : plan.sockets()) {
            int longest = Math.max(o.getMaxWebSocketMessageSize(), s.maxMessage());
            o.setMaxWebSocketMessageSize(longest).setMaxWebSocketFrameSize(longest);
            s.subprotocols().forEach(o::addWebSocketSubProtocol);
        }
        boolean compresses = plan.sockets().stream().anyMatch(WebSocketOptions::compression);
        o.setPerMessageWebSocketCompressionSupported(compresses).setPerFrameWebSocketCompressionSupported(false);
        if (options.tls != null) {
            o.setSsl(true).setKeyCertOptions(options.tls).setUseAlpn(options.http2);
        }
        return o;
    }

    static void install(HttpServer http, AppInstance app) {
        http.exceptionHandler(e -> {}); // of connections before there is a request: of no interest
        if (app.plan().before().isEmpty()) {
            http.requestHandler(app::handle);
            return;
        }
        Router router = Router.router(VertxLoop.vertx());
        app.plan().before().forEach(h -> router.route().handler(h));
        router.route().handler(ctx -> app.handle(ctx.request()));
        http.requestHandler(router);
    }
}
