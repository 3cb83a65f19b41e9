package dev.jacquard.web;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code If-Match} and its kin make of a request, in the order of RFC 9110, 13.2.2. */
final class Preconditions {
    private static final int NOT_MODIFIED = 304;
    private static final int FAILED = 412;

    private Preconditions() {}

    /**
     * The status that is to be given instead of the file.
     *
     * @param tag the file's, strong
     * @param modified in whole seconds
     * @return 0 if none is
     */
    static int status(ServerRequest request, String tag, Instant modified) {
        Optional<String> ifMatch = request.header("if-match");
        if (ifMatch.isPresent()) {
            if (!matches(ifMatch.get(), tag, false)) {
                return FAILED;
            }
        } else {
            Instant since = date(request.header("if-unmodified-since"));
            if (since != null && modified.isAfter(since)) {
                return FAILED;
            }
        }
        Optional<String> ifNoneMatch = request.header("if-none-match");
        if (ifNoneMatch.isPresent()) {
            return matches(ifNoneMatch.get(), tag, true) ? NOT_MODIFIED : 0;
        }
        Instant since = date(request.header("if-modified-since"));
        return since != null && !modified.isAfter(since) ? NOT_MODIFIED : 0;
    }

    private static @Nullable Instant date(Optional<String> header) {
        return header.map(HttpDates::parse).orElse(null);
    }

    private static boolean matches(String header, String tag, boolean isWeak) {
        for (String part : header.split(",", -1)) {
            String one = part.strip();
            boolean matches = one.equals("*") || one.equals(tag) || (isWeak && one.equals("W/" + tag));
            if (matches) {
                return true;
            }
        }
        return false;
    }
}
