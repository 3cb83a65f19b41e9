package dev.jacquard.web.client;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a response sends its client, and how. */
final class Redirects {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    private Redirects() {}

    /** The URL to go to, or null for a response that stands. */
    static @Nullable URI target(WireResponse r, URI from, int max) {
        String location = r.header("location").orElse(null);
        if (max == 0 || location == null || !STATUSES.contains(r.status())) {
            return null;
        }
        try {
            return Urls.absolute(location, from);
        } catch (IllegalArgumentException e) {
            r.wire().abort(null);
            throw new ClientException(r + " redirects to what is no URL: " + e.getMessage(), e);
        }
    }

    /** 303 always, 301 and 302 as browsers do. */
    static boolean becomesGet(int status, String method) {
        return status == 303 ? !method.equals("HEAD") : status <= 302 && method.equals("POST");
    }
}
