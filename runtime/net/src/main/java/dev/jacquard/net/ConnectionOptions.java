package dev.jacquard.net;

import dev.jacquard.streams.StreamReader;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Net#openConnection} opens a connection. Immutable.
 *
 * <pre>{@code
 * ConnectionOptions.builder().tls(Tls.client()).connectTimeout(Duration.ofSeconds(5)).build()
 * }</pre>
 */
public final class ConnectionOptions {
    /** What is used where none are given. */
    public static final ConnectionOptions DEFAULT = builder().build();

    final int limit;
    final @Nullable Tls tls;
    final @Nullable String serverName;
    final Duration connectTimeout;
    final Duration handshakeTimeout;
    final Duration closeTimeout;
    final Duration happyEyeballsDelay;
    final @Nullable InetSocketAddress localAddress;
    final boolean noDelay;
    final boolean keepAlive;

    private ConnectionOptions(Builder b) {
        limit = b.limit;
        tls = b.tls;
        serverName = b.serverName;
        connectTimeout = b.connectTimeout;
        handshakeTimeout = b.handshakeTimeout;
        closeTimeout = b.closeTimeout;
        happyEyeballsDelay = b.happyEyeballsDelay;
        localAddress = b.localAddress;
        noDelay = b.noDelay;
        keepAlive = b.keepAlive;
    }

    /** Options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Options for options. */
    public static final class Builder {
        private int limit = StreamReader.DEFAULT_LIMIT;
        private @Nullable Tls tls;
        private @Nullable String serverName;
        private Duration connectTimeout = Duration.ofSeconds(30);
        private Duration handshakeTimeout = Duration.ofSeconds(60);
        private Duration closeTimeout = Duration.ofSeconds(30);
        private Duration happyEyeballsDelay = Duration.ofMillis(250);
        private @Nullable InetSocketAddress localAddress;
        private boolean noDelay = true;
        private boolean keepAlive;

        private Builder() {}

        /** The reader's limit, in bytes: {@link StreamReader#DEFAULT_LIMIT} without this call. */
        public Builder limit(int bytes) {
            limit = Checks.positive(bytes, "limit");
            return this;
        }

        /** Encrypts. {@code ssl=}. */
        public Builder tls(Tls tls) {
            tls.check(false);
            this.tls = tls;
            return this;
        }

        /**
         * The name that the server's certificate has to be for; the host that is connected to
         * without this call. {@code server_hostname}.
         */
        public Builder serverName(String name) {
            serverName = Objects.requireNonNull(name, "name");
            return this;
        }

        /** How long finding the host and connecting may take in all: 30 seconds. */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = Checks.positive(timeout, "connectTimeout");
            return this;
        }

        /** How long TLS may take until it can be used: 60 seconds. */
        public Builder handshakeTimeout(Duration timeout) {
            handshakeTimeout = Checks.positive(timeout, "handshakeTimeout");
            return this;
        }

        /** How long the last words of TLS may take: 30 seconds. {@code ssl_shutdown_timeout}. */
        public Builder closeTimeout(Duration timeout) {
            closeTimeout = Checks.positive(timeout, "closeTimeout");
            return this;
        }

        /**
         * After which time the next address of a host is tried beside the ones that have not
         * answered: 250 ms, RFC 8305's. {@code happy_eyeballs_delay}.
         */
        public Builder happyEyeballsDelay(Duration delay) {
            happyEyeballsDelay = Checks.positive(delay, "happyEyeballsDelay");
            return this;
        }

        /** The own side's address; port 0 is any. {@code local_addr}. */
        public Builder localAddress(InetSocketAddress address) {
            localAddress = Objects.requireNonNull(address, "address");
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
        public ConnectionOptions build() {
            return new ConnectionOptions(this);
        }
    }
}
