package dev.jacquard.vertx;

import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a response ends, for those who read it. Vert.x writes what it is told to; where that does not fit, the
 * connection is closed, or in HTTP/2 the stream, before anything else could be taken for a part of it.
 */
public final class Framing {
    private static final int NO_CONTENT = 204;
    private static final int RESET_CONTENT = 205;
    private static final int NOT_MODIFIED = 304;

    private Framing() {}

    /** Whether the response is only a head: of HEAD, or by its status. */
    public static boolean isBodiless(HttpServerRequest request) {
        return request.method().equals(HttpMethod.HEAD)
                || isBodiless(request.response().getStatusCode());
    }

    private static boolean isBodiless(int status) {
        return status < 200 || status == NO_CONTENT || status == RESET_CONTENT || status == NOT_MODIFIED;
    }

    /** Ends a response that is only a head. */
    static io.vertx.core.Future<Void> endHead(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        MultiMap headers = response.headers();
        int status = response.getStatusCode();
        if (status == NO_CONTENT || status < 200) {
            headers.remove(HttpHeaders.CONTENT_LENGTH);
        } else if (status == RESET_CONTENT) {
            headers.set(HttpHeaders.CONTENT_LENGTH, "0");
        }
        headers.remove(HttpHeaders.TRANSFER_ENCODING);
        return response.end();
    }

    /**
     * The length that a response has promised.
     *
     * @return null if it has promised none
     * @throws IllegalStateException if its Content-Length is no number
     */
    static @Nullable Long promisedLength(HttpServerResponse response) {
        String value = response.headers().get(HttpHeaders.CONTENT_LENGTH);
        if (value == null) {
            return null;
        }
        try {
            long length = Long.parseLong(value.strip());
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalStateException(
                "The response's Content-Length is \"" + value + "\". Give the number of its bytes, or no such header.");
    }

    /** Whether only the end of its connection says where a response ends: HTTP/1.0 knows no chunks. */
    static boolean endsWithConnection(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_0
                && !request.response().headers().contains(HttpHeaders.CONTENT_LENGTH);
    }

    /**
     * To be asked when a response was ended by others: closes a connection on which its end would not be seen, or on
     * which it does not end where it has said.
     *
     * @return what is wrong with it, or null
     */
    public static @Nullable String check(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (request.version() == HttpVersion.HTTP_2 || !response.ended() || isBodiless(request)) {
            return null;
        }
        if (response.getStatusCode() == 101 || request.method().equals(HttpMethod.CONNECT)) {
            return null;
        }
        String length = response.headers().get(HttpHeaders.CONTENT_LENGTH);
        long written = response.bytesWritten();
        if (length == null) {
            if (request.version() == HttpVersion.HTTP_1_0) {
                request.connection().close();
            }
            return null;
        }
        if (length.equals(Long.toString(written))) {
            return null;
        }
        request.connection().close();
        return "The response to "
                + request.method()
                + " "
                + request.path()
                + " has a Content-Length of "
                + length
                + ", but "
                + written
                + " bytes; its connection is closed";
    }

    /**
     * Says that a request has failed, however far its response is: a response that has begun is broken off, else it
     * would look complete, or never end. What was put into its head, and may be why it cannot be written, is dropped.
     *
     * @param status of a response that has not begun
     * @param code why a stream of HTTP/2 is broken off
     */
    public static void fail(HttpServerRequest request, int status, long code) {
        HttpServerResponse response = request.response();
        if (isStillborn(response)) {
            breakOff(request, code);
        } else if (response.ended() || response.closed()) {
            return;
        } else if (response.headWritten()) {
            response.reset(code);
        } else {
            try {
                bare(request, status);
            } catch (RuntimeException e) {
                breakOff(request, code);
            }
        }
    }

    /** Whether a response was ended, but its head could not be written: Vert.x takes it for complete. */
    static boolean isStillborn(HttpServerResponse response) {
        return response.ended() && !response.headWritten();
    }

    private static void breakOff(HttpServerRequest request, long code) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(code);
        } else {
            request.connection().close();
        }
    }

    private static void bare(HttpServerRequest request, int status) {
        HttpServerResponse response = request.response();
        response.headersEndHandler(null);
        response.headers().clear();
        for (Cookie cookie : List.copyOf(request.cookies())) {
            response.removeCookies(cookie.getName(), false);
        }
        response.setChunked(false).setStatusCode(status);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(response.getStatusMessage());
        }
    }
}
