package dev.jacquard.web.client;

import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link ClientSession} is like. */
public final class ClientOptions {
    private static final int LIMIT = 100;
    private static final int MAX_REDIRECTS = 10;

    final @Nullable URI baseUrl;
    final int limit;
    final int limitPerHost;
    final Duration timeout;
    final Duration connectTimeout;
    final Duration readTimeout;
    final Map<String, String> headers;
    final int retries;
    final int maxRedirects;
    final boolean cookies;
    final @Nullable TrustOptions trust;
    final boolean trustAll;
    final boolean http2;
    final @Nullable ProxyOptions proxy;

    private ClientOptions(Builder b) {
        baseUrl = b.baseUrl;
        limit = b.limit;
        limitPerHost = b.limitPerHost;
        timeout = b.timeout;
        connectTimeout = b.connectTimeout;
        readTimeout = b.readTimeout;
        headers = Map.copyOf(b.headers);
        retries = b.retries;
        maxRedirects = b.followRedirects ? MAX_REDIRECTS : 0;
        cookies = b.cookies;
        trust = b.trust;
        trustAll = b.trustAll;
        http2 = b.http2;
        proxy = b.proxy;
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. */
    public static final class Builder {
        private @Nullable URI baseUrl;
        private int limit = LIMIT;
        private int limitPerHost;
        private Duration timeout = Duration.ofMinutes(5);
        private Duration connectTimeout = Duration.ofSeconds(30);
        private Duration readTimeout = Duration.ZERO;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private int retries;
        private boolean followRedirects = true;
        private boolean cookies = true;
        private @Nullable TrustOptions trust;
        private boolean trustAll;
        private boolean http2;
        private @Nullable ProxyOptions proxy;

        private Builder() {}

        /**
         * Against which relative URLs are resolved, as links of a page are: {@code https://example.com/api/}.
         *
         * @return this
         * @throws IllegalArgumentException if it is no URL of http or https
         */
        public Builder baseUrl(String url) {
            baseUrl = Urls.absolute(url, null);
            return this;
        }

        /** How many requests may be under way at once, default 100; more wait. Gives this. */
        public Builder limit(int requests) {
            limit = positive("limit", requests);
            return this;
        }

        /** How many requests may be under way at once to one host and port, default as many as in all. Gives this. */
        public Builder limitPerHost(int requests) {
            limitPerHost = positive("limitPerHost", requests);
            return this;
        }

        /**
         * How long a request may take in all, until its response is read, default 5 min; zero: for ever. Gives this.
         */
        public Builder timeout(Duration total) {
            timeout = notNegative("timeout", total);
            return this;
        }

        /** How long it may take to connect, TLS included, default 30 s; zero: for ever. Gives this. */
        public Builder connectTimeout(Duration limit) {
            connectTimeout = notNegative("connectTimeout", limit);
            return this;
        }

        /** How long nothing may come of a response that is waited for; zero, the default: for ever. Gives this. */
        public Builder readTimeout(Duration limit) {
            readTimeout = notNegative("readTimeout", limit);
            return this;
        }

        /** Headers of each request that does not set them. Gives this. */
        public Builder headers(Map<String, String> headers) {
            this.headers.putAll(headers);
            return this;
        }

        /**
         * How often an idempotent request (GET, HEAD, PUT, DELETE, OPTIONS) is repeated if its connection is lost or
         * the status is 429, 502, 503 or 504; default 0. Before each repetition it waits for as long as
         * {@code Retry-After} says, or else 200 ms, 400 ms and so on, 10 s at most.
         *
         * @return this
         */
        public Builder retry(int times) {
            if (times < 0) {
                throw new IllegalArgumentException("retry is negative: " + times);
            }
            retries = times;
            return this;
        }

        /** Whether redirects are followed, ten at most; default true. Gives this. */
        public Builder followRedirects(boolean follow) {
            followRedirects = follow;
            return this;
        }

        /** Whether cookies that servers set are kept and sent back to them, default true. Gives this. */
        public Builder cookies(boolean keep) {
            cookies = keep;
            return this;
        }

        /** Whom to trust with TLS, instead of those whom the JDK trusts. Gives this. */
        public Builder trust(TrustOptions trust) {
            this.trust = Objects.requireNonNull(trust, "trust");
            return this;
        }

        /** Whom to trust with TLS: certificates in a PEM file. Gives this. */
        public Builder trust(Path pem) {
            return trust(new PemTrustOptions().addCertPath(pem.toString()));
        }

        /** Trusts everybody, for tests: neither certificates nor names are checked. Gives this. */
        public Builder trustAll(boolean all) {
            trustAll = all;
            return this;
        }

        /** Whether HTTP/2 is spoken with servers of https that know it, default false. Gives this. */
        public Builder http2(boolean http2) {
            this.http2 = http2;
            return this;
        }

        /**
         * Sends everything through a proxy.
         *
         * @param url {@code http://host:3128} or {@code socks5://host:1080}, with {@code user:password@} if need be
         * @return this
         * @throws IllegalArgumentException if it is no such URL
         */
        public Builder proxy(String url) {
            URI uri = URI.create(url);
            ProxyType type = "socks5".equals(uri.getScheme()) ? ProxyType.SOCKS5 : ProxyType.HTTP;
            if (uri.getHost() == null
                    || uri.getPort() < 0
                    || (type == ProxyType.HTTP && !"http".equals(uri.getScheme()))) {
                throw new IllegalArgumentException(
                        "\"" + url + "\" is no proxy; say http://host:port or socks5://host:port");
            }
            ProxyOptions p =
                    new ProxyOptions().setType(type).setHost(uri.getHost()).setPort(uri.getPort());
            String user = uri.getUserInfo();
            if (user != null) {
                int colon = user.indexOf(':');
                p.setUsername(colon < 0 ? user : user.substring(0, colon));
                p.setPassword(colon < 0 ? "" : user.substring(colon + 1));
            }
            proxy = p;
            return this;
        }

        private static int positive(String name, int n) {
            if (n <= 0) {
                throw new IllegalArgumentException(name + " has to be positive, not " + n);
            }
            return n;
        }

        /** The options. */
        public ClientOptions build() {
            return new ClientOptions(this);
        }
    }

    static Duration notNegative(String name, Duration d) {
        if (d.isNegative()) {
            throw new IllegalArgumentException(name + " is negative: " + d);
        }
        return d;
    }
}
