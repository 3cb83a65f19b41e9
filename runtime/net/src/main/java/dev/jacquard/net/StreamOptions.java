package dev.jacquard.net;

import dev.jacquard.streams.StreamReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What {@link ConnectionOptions} and {@link ServerOptions} have in common. Immutable. */
public abstract sealed class StreamOptions permits ConnectionOptions, ServerOptions {
    final int limit;
    final @Nullable Tls tls;
    final Duration handshakeTimeout;
    final Duration closeTimeout;
    final boolean noDelay;
    final boolean keepAlive;

    StreamOptions(Builder<?> b) {
        limit = b.limit;
        tls = b.tls;
        handshakeTimeout = b.handshakeTimeout;
        closeTimeout = b.closeTimeout;
        noDelay = b.noDelay;
        keepAlive = b.keepAlive;
    }

    /**
     * Makes options.
     *
     * @param <B> the builder itself, which each of its methods returns
     */
    public abstract static sealed class Builder<B extends Builder<B>>
            permits ConnectionOptions.Builder, ServerOptions.Builder {
        private final boolean isServer;
        private int limit = StreamReader.DEFAULT_LIMIT;
        private @Nullable Tls tls;
        private Duration handshakeTimeout;
        private Duration closeTimeout = Duration.ofSeconds(30);
        private boolean noDelay = true;
        private boolean keepAlive;

        Builder(boolean isServer, Duration handshakeTimeout) {
            this.isServer = isServer;
            this.handshakeTimeout = handshakeTimeout;
        }

        /** With those of another one. */
        Builder(boolean isServer, StreamOptions o) {
            this(isServer, o.handshakeTimeout);
            limit = o.limit;
            tls = o.tls;
            closeTimeout = o.closeTimeout;
            noDelay = o.noDelay;
            keepAlive = o.keepAlive;
        }

        abstract B self();

        /** The reader's limit, in bytes: {@link StreamReader#DEFAULT_LIMIT} without this call. */
        public B limit(int bytes) {
            limit = Checks.positive(bytes, "limit");
            return self();
        }

        /**
         * Encrypts. {@code ssl=}.
         *
         * @throws IllegalArgumentException if it is for the other side
         */
        public B tls(Tls tls) {
            tls.check(isServer);
            this.tls = tls;
            return self();
        }

        /**
         * How long TLS may take until it can be used; then the connection is cut off. 60 seconds for a client, 10 for
         * each client of a server. {@code ssl_handshake_timeout}.
         */
        public B handshakeTimeout(Duration timeout) {
            handshakeTimeout = Checks.positive(timeout, "handshakeTimeout");
            return self();
        }

        /**
         * How long TLS may take to say goodbye and, on a server, how long it may take to send what is left when the
         * handler has ended: 30 seconds, then the connection is cut off. So a client that does not read cannot hold it.
         * {@code ssl_shutdown_timeout}.
         */
        public B closeTimeout(Duration timeout) {
            closeTimeout = Checks.positive(timeout, "closeTimeout");
            return self();
        }

        /** Whether small writes go out at once ({@code TCP_NODELAY}): on by default. */
        public B noDelay(boolean on) {
            noDelay = on;
            return self();
        }

        /** Whether the system asks now and then if an idle other side is still there: off by default. */
        public B keepAlive(boolean on) {
            keepAlive = on;
            return self();
        }
    }
}
