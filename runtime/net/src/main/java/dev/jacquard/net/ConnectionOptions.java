package dev.jacquard.net;

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
public final class ConnectionOptions extends StreamOptions {
    /** What is used where none are given. */
    public static final ConnectionOptions DEFAULT = builder().build();

    final @Nullable String serverName;
    final Duration connectTimeout;
    final Duration happyEyeballsDelay;
    final @Nullable InetSocketAddress localAddress;

    private ConnectionOptions(Builder b) {
        super(b);
        serverName = b.serverName;
        connectTimeout = b.connectTimeout;
        happyEyeballsDelay = b.happyEyeballsDelay;
        localAddress = b.localAddress;
    }

    /** A builder, with the usual values at first. */
    public static Builder builder() {
        return new Builder();
    }

    /** Makes {@link ConnectionOptions}. */
    public static final class Builder extends StreamOptions.Builder<ConnectionOptions.Builder> {
        private @Nullable String serverName;
        private Duration connectTimeout = Duration.ofSeconds(30);
        private Duration happyEyeballsDelay = Duration.ofMillis(250);
        private @Nullable InetSocketAddress localAddress;

        private Builder() {
            super(false, Duration.ofSeconds(60));
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * The name that the server's certificate has to be for; without this call the host that is connected to.
         * {@code server_hostname}.
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

        /**
         * After which time the next address of a host is tried beside the ones that have not answered: 250 ms, RFC
         * 8305's. {@code happy_eyeballs_delay}.
         */
        public Builder happyEyeballsDelay(Duration delay) {
            happyEyeballsDelay = Checks.positive(delay, "happyEyeballsDelay");
            return this;
        }

        /** The address of this side; port 0 is any. {@code local_addr}. */
        public Builder localAddress(InetSocketAddress address) {
            localAddress = Objects.requireNonNull(address, "address");
            return this;
        }

        /** The options. */
        public ConnectionOptions build() {
            return new ConnectionOptions(this);
        }
    }
}
