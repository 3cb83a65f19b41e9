package dev.jacquard.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How {@link Net#startServer} starts a server. Immutable. */
public final class ServerOptions extends StreamOptions {
    /** What is used where none are given. */
    public static final ServerOptions DEFAULT = builder().build();

    final @Nullable Duration gracePeriod;
    final int maxConnections;
    final int backlog;
    final boolean reuseAddress;
    final boolean reusePort;

    private ServerOptions(Builder b) {
        super(b);
        gracePeriod = b.gracePeriod;
        maxConnections = b.maxConnections;
        backlog = b.backlog;
        reuseAddress = b.reuseAddress;
        reusePort = b.reusePort;
    }

    /** A builder, with the usual values at first. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these options. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Makes {@link ServerOptions}. */
    public static final class Builder extends StreamOptions.Builder<ServerOptions.Builder> {
        private @Nullable Duration gracePeriod;
        private int maxConnections = 1 << 14;
        private int backlog = 1024;
        private boolean reuseAddress = !System.getProperty("os.name", "").startsWith("Windows");
        private boolean reusePort;

        private Builder() {
            super(true, Duration.ofSeconds(10));
        }

        private Builder(ServerOptions o) {
            super(true, o);
            gracePeriod = o.gracePeriod;
            maxConnections = o.maxConnections;
            backlog = o.backlog;
            reuseAddress = o.reuseAddress;
            reusePort = o.reusePort;
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * How long {@link Server#closeAsync()} waits for the handlers before it cancels them: for ever without this
         * call.
         */
        public Builder gracePeriod(Duration period) {
            if (period.isNegative()) {
                throw new IllegalArgumentException("gracePeriod cannot be negative: " + period);
            }
            gracePeriod = period;
            return this;
        }

        /**
         * How many connections are served at a time: 16,384. The next ones wait in the system's queue until one of them
         * ends.
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

        /** Whether a port may be taken that was in use shortly before: on by default, except on Windows. */
        public Builder reuseAddress(boolean on) {
            reuseAddress = on;
            return this;
        }

        /**
         * Whether others may listen at the same port, so that the system gives each connection to one of them
         * ({@code SO_REUSEPORT}): off by default.
         */
        public Builder reusePort(boolean on) {
            reusePort = on;
            return this;
        }

        /** The options. */
        public ServerOptions build() {
            return new ServerOptions(this);
        }
    }
}
