package dev.jacquard.web.client;

import java.time.Duration;

/** A request that took longer than one of its limits. */
public class ClientTimeoutException extends ClientException {
    private static final long serialVersionUID = 1L;

    /** Which limit. */
    public enum Kind {
        /** Until there was a connection; {@link ClientOptions.Builder#connectTimeout}. */
        CONNECT,
        /** Without a byte of the response; {@link ClientOptions.Builder#readTimeout}. */
        READ,
        /** In all; {@link ClientOptions.Builder#timeout}, {@link ClientRequest#timeout}. */
        TOTAL
    }

    private final Kind kind;

    ClientTimeoutException(Kind kind, String request, Duration limit) {
        super(request + ": " + text(kind, limit));
        this.kind = kind;
    }

    private static String text(Kind kind, Duration limit) {
        String time = seconds(limit);
        return switch (kind) {
            case CONNECT -> "no connection within the connectTimeout of " + time;
            case READ -> "nothing came for the readTimeout of " + time;
            case TOTAL -> "not done within the timeout (in all) of " + time;
        };
    }

    private static String seconds(Duration d) {
        return d.toMillis() % 1000 == 0 ? d.toSeconds() + " s" : d.toMillis() + " ms";
    }

    /** Which limit it was. */
    public Kind kind() {
        return kind;
    }
}
