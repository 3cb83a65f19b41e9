package dev.jacquard.net;

import dev.jacquard.streams.StreamReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How {@link Net#startServer} starts a server. Immutable. */
public final class ServerOptions {
    /** What is used where none are given. */
    public static final ServerOptions DEFAULT = builder().build();

    final int limit;
    final @Nullable Tls tls;
    final Duration handshakeTimeout;
    final Duration closeTimeout;
    final @Nullable Duration gracePeriod;
    final int maxConnections;
    final int backlog;
    final boolean reuseAddress;
    final boolean reusePort;
    final boolean noDelay;
    final boolean keepAlive;

    private ServerOptions(Builder b) {
        limit = b.limit;
        tls = b.tls;
        handshakeTimeout = b.handshakeTimeout;
        closeTimeout = b.closeTimeout;
        gracePeriod = b.gracePeriod;
        maxConnections = b.maxConnections;
        backlog = b.backlog;
        reuseAddress = b.reuseAddress;
        reusePort = b.reusePort;
        noDelay = b.noDelay;
        keepAlive = b.keepAlive;
    }

    /** Options. */
    public static Builder builder() {
        return new Builder();
    }

    /** These, to be changed. */
    public Builder toBuilder() {
        Builder b = new Builder();
        b.limit = limit;
        b.tls = tls;
        b.handshakeTimeout = handshakeTimeout;
        b.closeTimeout = closeTimeout;
        b.gracePeriod = gracePeriod;
        b.maxConnections = maxConnections;
        b.backlog = backlog;
        b.reuseAddress = reuseAddress;
        b.reusePort = reusePort;
        b.noDelay = noDelay;
        b.keepAlive = keepAlive;
        return b;
    }

    /** Options for options. */
    public static final class Builder {
        private int limit = StreamReader.DEFAULT_LIMIT;
        private @Nullable Tls tls;
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private Duration closeTimeout = Duration.ofSeconds(30);
        private @Nullable Duration gracePeriod;
        private int maxConnections = 1 << 14;
        private int backlog = 1024;
        private boolean reuseAddress = !System.getProperty("os.name", "").startsWith("Windows");
        private boolean reusePort;
        private boolean noDelay = true;
        private boolean keepAlive;

        private Builder() {}

        /** The readers' limit, in bytes: {@link StreamReader#DEFAULT_LIMIT} without this call. */
        public Builder limit(int bytes) {
            limit = Checks.positive(bytes, "limit");
            return this;
        }

        /** Encrypts. {@code ssl=}. */
        public Builder tls(Tls tls) {
            tls.check(true);
            this.tls = tls;
            return this;
        }

        /** How long a client may take until TLS can be used: 10 seconds, then it is cut off. */
        public Builder handshakeTimeout(Duration timeout) {
            handshakeTimeout = Checks.positive(timeout, "handshakeTimeout");
            return this;
        }

        /**
         * How long a connection may take to send what is left when its handler has ended: 30
         * seconds, then it is cut off. So a client that does not read holds it no longer.
         */
        public Builder closeTimeout(Duration timeout) {
            closeTimeout = Checks.positive(timeout, "closeTimeout");
            return this;
        }

        /**
         * How long {@link Server#closeAsync()} waits for the handlers before it cancels them: for
         * ever without this call.
         */
        public Builder gracePeriod(Duration period) {
            if (period.isNegative()) {
                throw new IllegalArgumentException("gracePeriod cannot be negative: " + period);
            }
            gracePeriod = period;
            return this;
        }

        /**
         * How many connections are served at a time: 16,384. The next ones wait in the system's
         * queue until one of them ends.
         */
        public Builder maxConnections(int n) {
            maxConnections = Checks.positive(n, "maxConnections");
            return this;
        }

        /** How many connections the system keeps that are not accepted yet: 1,024. */
        public Builder backlog(int n) {
            backlog = Checks.positive(n, "backlog");
            return this;
        }

        /** Whether a port is taken that was in use shortly before: it is, except on Windows. */
        public Builder reuseAddress(boolean on) {
            reuseAddress = on;
            return this;
        }

        /**
         * Whether others may listen at the same port, and the system gives each connection to one
         * of them ({@code SO_REUSEPORT}): they may not.
         */
        public Builder reusePort(boolean on) {
            reusePort = on;
            return this;
        }

        /** Whether small writes go out at once ({@code TCP_NODELAY}): they do. */
        public Builder noDelay(boolean on) {
            noDelay = on;
            return this;
        }

        /** Whether the system asks now and then if an idle other side is there: it does not. */
        public Builder keepAlive(boolean on) {
            keepAlive = on;
            return this;
        }

        /** The options. */
        public ServerOptions build() {
            return new ServerOptions(this);
        }
    }
}
