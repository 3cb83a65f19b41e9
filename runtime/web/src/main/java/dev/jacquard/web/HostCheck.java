package dev.jacquard.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** A request is for one host (RFC 9112, 3.2). */
final class HostCheck {
    private HostCheck() {}

    static void check(HttpServerRequest http) {
        if (http.version() == HttpVersion.HTTP_2) {
            return;
        }
        int hosts = http.headers().getAll("host").size();
        if (hosts > 1 || (hosts == 0 && http.version() == HttpVersion.HTTP_1_1)) {
            throw new HttpProblem(400, hosts == 0 ? "There is no Host header" : "There is more than one Host header");
        }
    }
}
