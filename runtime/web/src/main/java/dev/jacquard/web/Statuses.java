package dev.jacquard.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of statuses, as RFC 9110 has them; Netty's are partly older. */
final class Statuses {
    private static final Map<Integer, String> NEWER = Map.of(
            413, "Content Too Large", 414, "URI Too Long", 416, "Range Not Satisfiable", 422, "Unprocessable Content");

    private Statuses() {}

    /** Where Netty's word is an older one. */
    static @Nullable String newer(int status) {
        return NEWER.get(status);
    }

    static String title(int status) {
        String newer = NEWER.get(status);
        return newer != null ? newer : HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    /** Whether such a response never has a body. */
    static boolean isBodiless(int status) {
        return status == 204 || status == 304 || status < 200;
    }
}
