package dev.jacquard.web;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What WebSockets of a route are like. */
public final class WebSocketOptions {
    private static final int MAX_MESSAGE = 1 << 20;

    private final @Nullable List<String> origins;
    private final List<String> subprotocols;
    private final int maxMessage;
    private final @Nullable Duration heartbeat;
    private final boolean compression;

    private WebSocketOptions(Builder b) {
        origins = b.origins;
        subprotocols = b.subprotocols;
        maxMessage = b.maxMessage;
        heartbeat = b.heartbeat;
        compression = b.compression;
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Nullable
    List<String> origins() {
        return origins;
    }

    List<String> subprotocols() {
        return subprotocols;
    }

    int maxMessage() {
        return maxMessage;
    }

    @Nullable
    Duration heartbeat() {
        return heartbeat;
    }

    boolean compression() {
        return compression;
    }

    /** Collects options. */
    public static final class Builder {
        private @Nullable List<String> origins;
        private List<String> subprotocols = List.of();
        private int maxMessage = MAX_MESSAGE;
        private @Nullable Duration heartbeat = Duration.ofSeconds(30);
        private boolean compression;

        private Builder() {}

        /**
         * From which pages browsers may connect.
         *
         * @param origins such as {@code https://example.org}; {@code *} for all. Default: the server's own
         * @return this
         */
        public Builder origins(String... origins) {
            this.origins = List.of(origins);
            return this;
        }

        /** What is spoken, the best first; the first that the client offers as well is taken. Gives this. */
        public Builder subprotocols(String... subprotocols) {
            this.subprotocols = List.of(subprotocols);
            return this;
        }

        /** The largest message in bytes, default 1 MiB; a larger one closes with 1009. Gives this. */
        public Builder maxMessage(int bytes) {
            if (bytes <= 0) {
                throw new IllegalArgumentException("maxMessage has to be positive, not " + bytes);
            }
            maxMessage = bytes;
            return this;
        }

        /**
         * How often a ping is sent; a peer from which nothing came since the one before is cut off. Default 30 s.
         *
         * @param period positive, or null: never
         * @return this
         */
        public Builder heartbeat(@Nullable Duration period) {
            if (period != null && (period.isNegative() || period.isZero())) {
                throw new IllegalArgumentException("heartbeat has to be positive, or null for none, not " + period);
            }
            heartbeat = period;
            return this;
        }

        /** Whether messages are compressed if the client offers it; costs some 180 KB per connection. Gives this. */
        public Builder compression(boolean compression) {
            this.compression = compression;
            return this;
        }

        /** The options. */
        public WebSocketOptions build() {
            return new WebSocketOptions(this);
        }
    }

    @Override
    public String toString() {
        return "WebSocketOptions[maxMessage " + maxMessage + ", heartbeat " + Objects.toString(heartbeat, "none") + "]";
    }
}
