package dev.jacquard.web;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request for a WebSocket may have (RFC 6455, 4). */
final class Handshakes {
    private static final String PROTOCOLS = "sec-websocket-protocol";

    private Handshakes() {}

    /**
     * Refuses pages of others: a browser sends their cookies along.
     *
     * @throws HttpProblem 403
     */
    static void checkOrigin(ServerRequest request, WebSocketOptions options) {
        String origin = request.http.getHeader("origin");
        if (origin == null || isAllowed(origin, request.http.getHeader("host"), options.origins())) {
            return;
        }
        throw new HttpProblem(403, "WebSockets are not for pages of " + origin);
    }

    private static boolean isAllowed(String origin, @Nullable String host, @Nullable List<String> allowed) {
        if (allowed != null) {
            return allowed.contains("*") || allowed.stream().anyMatch(origin::equalsIgnoreCase);
        }
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Leaves of what the client offers what the route wants: Vert.x' own lists are the whole server's. */
    static void negotiate(HttpServerRequest http, WebSocketOptions options) {
        String chosen = protocol(http.headers().getAll(PROTOCOLS), options.subprotocols());
        http.headers().remove(PROTOCOLS);
        if (chosen != null) {
            http.headers().set(PROTOCOLS, chosen);
        }
        if (!options.compression()) {
            http.headers().remove("sec-websocket-extensions");
        }
    }

    private static @Nullable String protocol(List<String> headers, List<String> wanted) {
        List<String> offered = List.of(String.join(",", headers).trim().split("\\s*,\\s*"));
        return wanted.stream().filter(offered::contains).findFirst().orElse(null);
    }
}
