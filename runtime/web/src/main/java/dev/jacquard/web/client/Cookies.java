package dev.jacquard.web.client;

import io.vertx.core.MultiMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session's cookies, kept by the JDK's rules. */
final class Cookies {
    private Cookies() {}

    static void store(@Nullable CookieManager jar, URI from, MultiMap headers) {
        List<String> set = headers.getAll("set-cookie");
        if (jar == null || set.isEmpty()) {
            return;
        }
        try {
            jar.put(from, Map.of("Set-Cookie", set));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // in memory
        }
    }

    /** Adds those for a URL, behind those that the request has itself. */
    static void add(@Nullable CookieManager jar, URI to, MultiMap headers) {
        if (jar == null || jar.getCookieStore().getCookies().isEmpty()) {
            return;
        }
        try {
            List<String> kept = jar.get(to, Map.of()).getOrDefault("Cookie", List.of());
            if (!kept.isEmpty()) {
                String own = headers.get("cookie");
                String all = String.join("; ", kept);
                headers.set("cookie", own == null ? all : own + "; " + all);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // in memory
        }
    }
}
