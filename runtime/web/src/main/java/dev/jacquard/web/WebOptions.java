package dev.jacquard.web;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How an application listens. */
public final class WebOptions {
    private static final long MAX_BODY = 10_000_000;
    private static final int MAX_HEADERS = 8192;

    final Duration gracePeriod;
    final long maxBody;
    final int maxHeaders;
    final @Nullable KeyCertOptions tls;
    final boolean http2;
    final @Nullable Duration requestTimeout;
    final Duration idleTimeout;

    private WebOptions(Builder b) {
        gracePeriod = b.gracePeriod;
        maxBody = b.maxBody;
        maxHeaders = b.maxHeaders;
        tls = b.tls;
        http2 = b.http2;
        requestTimeout = b.requestTimeout;
        idleTimeout = b.idleTimeout;
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The defaults. */
    static WebOptions defaults() {
        return builder().build();
    }

    /** Collects options. */
    public static final class Builder {
        private Duration gracePeriod = Duration.ofSeconds(10);
        private long maxBody = MAX_BODY;
        private int maxHeaders = MAX_HEADERS;
        private @Nullable KeyCertOptions tls;
        private boolean http2 = true;
        private @Nullable Duration requestTimeout;
        private Duration idleTimeout = Duration.ofSeconds(75);

        private Builder() {}

        /** How long a stop waits for requests in flight before it cancels them, default 10 s. Gives this. */
        public Builder gracePeriod(Duration period) {
            gracePeriod = notNegative("gracePeriod", period);
            return this;
        }

        /** The largest body of a request in bytes, default 10 MB; a larger one is status 413. Gives this. */
        public Builder maxBody(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("maxBody is negative: " + bytes);
            }
            maxBody = bytes;
            return this;
        }

        /** The largest head of a request in bytes, default 8 KiB; a larger one is status 431. Gives this. */
        public Builder maxHeaders(int bytes) {
            if (bytes <= 0) {
                throw new IllegalArgumentException("maxHeaders has to be positive, not " + bytes);
            }
            maxHeaders = bytes;
            return this;
        }

        /** Listens with TLS; a certificate chain and its key in PEM files. Gives this. */
        public Builder tls(Path certificate, Path key) {
            return tls(
                    new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString()));
        }

        /** Listens with TLS. Gives this. */
        public Builder tls(KeyCertOptions key) {
            tls = Objects.requireNonNull(key, "key");
            return this;
        }

        /** Whether HTTP/2 is spoken with those who can, default true. Gives this. */
        public Builder http2(boolean http2) {
            this.http2 = http2;
            return this;
        }

        /**
         * How long a handler may take until its response begins; then it is cancelled, and the answer is status 503.
         * Default: as long as it wants.
         *
         * @return this
         */
        public Builder requestTimeout(Duration timeout) {
            if (timeout.isZero()) {
                throw new IllegalArgumentException("requestTimeout is zero; leave it out for none");
            }
            requestTimeout = notNegative("requestTimeout", timeout);
            return this;
        }

        /** How long a connection may be silent, default 75 s; zero: for ever. Gives this. */
        public Builder idleTimeout(Duration timeout) {
            idleTimeout = notNegative("idleTimeout", timeout);
            return this;
        }

        private static Duration notNegative(String name, Duration d) {
            if (d.isNegative()) {
                throw new IllegalArgumentException(name + " is negative: " + d);
            }
            return d;
        }

        /** The options. */
        public WebOptions build() {
            return new WebOptions(this);
        }
    }
}
