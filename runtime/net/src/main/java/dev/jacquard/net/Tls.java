package dev.jacquard.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.DomainWildcardMappingBuilder;
import io.netty.util.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a side of a connection uses TLS: what it trusts, and its own certificate. {@code ssl.SSLContext}.
 *
 * <p>Immutable; make one and use it for all connections. The JDK's own TLS does the work.
 *
 * <pre>{@code
 * Tls tls = Tls.client();                                      // trusts whom the JDK trusts
 * Tls tls = Tls.forClient().trust(Path.of("ca.pem")).build();
 * Tls tls = Tls.forServer().certificate(Path.of("server.pem"), Path.of("server.key")).build();
 * }</pre>
 */
public final class Tls {
    /** Whether a server asks its clients for a certificate. */
    public enum ClientCertificates {
        /** It does not. */
        NONE,
        /** It does, but goes on without one. */
        OPTIONAL,
        /** It refuses a client without one. */
        REQUIRED
    }

    private static final class Default {
        static final Tls CLIENT = forClient().build();
    }

    private final boolean isServer;
    private final SslContext context;
    private final boolean checksHostName;
    private final @Nullable Mapping<String, SslContext> byName;
    private final String description;

    private Tls(Builder builder, SslContext context) {
        this.isServer = builder.isServer;
        this.context = context;
        this.checksHostName = builder.checkHostName;
        this.byName = builder.names.isEmpty() ? null : byName(builder.names, context);
        this.description = builder.toString();
    }

    private static Mapping<String, SslContext> byName(Map<String, Tls> names, SslContext others) {
        var mapping = new DomainWildcardMappingBuilder<SslContext>(others);
        names.forEach((name, tls) -> mapping.add(name, tls.context));
        return mapping.build();
    }

    /**
     * A client's that trusts whom the JDK trusts, and checks the server's name. {@code ssl.create_default_context()}.
     */
    public static Tls client() {
        return Default.CLIENT;
    }

    /** Options for a client's. */
    public static Builder forClient() {
        return new Builder(false);
    }

    /** Options for a server's; it needs a certificate. */
    public static Builder forServer() {
        return new Builder(true);
    }

    /** Whether it is for a server's side. */
    public boolean isServer() {
        return isServer;
    }

    /** Throws if it is for the other side. */
    void check(boolean server) {
        if (isServer != server) {
            throw new IllegalArgumentException(
                    server
                            ? "This Tls is a client's. A server's is made by Tls.forServer()"
                            : "This Tls is a server's. A client's is made by Tls.forClient()");
        }
    }

    /** A handler for one connection, of a server. */
    ChannelHandler serverHandler(ByteBufAllocator allocator, Duration handshakeTimeout, Duration closeTimeout) {
        check(true);
        Mapping<String, SslContext> names = byName;
        if (names == null) {
            return limited(context.newHandler(allocator), handshakeTimeout, closeTimeout);
        }
        return new SniHandler(names, MAX_CLIENT_HELLO, millis(handshakeTimeout)) {
            @Override
            protected SslHandler newSslHandler(SslContext c, ByteBufAllocator a) {
                return limited(super.newSslHandler(c, a), handshakeTimeout, closeTimeout);
            }
        };
    }

    /** A message of TLS that holds the client's greeting is at most so long. */
    private static final int MAX_CLIENT_HELLO = 1 << 16;

    /**
     * Throws if a client cannot use this.
     *
     * @param name the server's, to tell it and to check it
     */
    void checkClient(@Nullable String name) {
        check(false);
        if (name == null && checksHostName) {
            throw new IllegalArgumentException("The server's name is needed to check its certificate: give it by"
                    + " ConnectionOptions.Builder.serverName, or do without the check:"
                    + " Tls.forClient().checkHostName(false)");
        }
    }

    /**
     * A handler for one connection, of a client.
     *
     * @param name the server's, to tell it and to check it
     * @param port the server's, so that a session with it may be resumed
     */
    SslHandler clientHandler(
            ByteBufAllocator allocator,
            @Nullable String name,
            int port,
            Duration handshakeTimeout,
            Duration closeTimeout) {
        checkClient(name);
        SslHandler handler = name == null ? context.newHandler(allocator) : context.newHandler(allocator, name, port);
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(checksHostName ? "HTTPS" : "");
        engine.setSSLParameters(parameters);
        return limited(handler, handshakeTimeout, closeTimeout);
    }

    private static SslHandler limited(SslHandler handler, Duration handshake, Duration close) {
        handler.setHandshakeTimeoutMillis(millis(handshake));
        handler.setCloseNotifyFlushTimeoutMillis(millis(close));
        return handler;
    }

    /** Netty takes 0 for no limit; the longest that its timers take is some 292 years. */
    private static long millis(Duration d) {
        try {
            return Math.max(1, Math.min(d.toMillis(), Long.MAX_VALUE / 4_000_000));
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE / 4_000_000;
        }
    }

    @Override
    public String toString() {
        return description;
    }

    /** Options. */
    public static final class Builder {
        private final boolean isServer;
        private final Map<String, Tls> names = new LinkedHashMap<>();
        private @Nullable SSLContext jdk;
        private @Nullable Path chain;
        private @Nullable Path key;
        private @Nullable String keyPassword;
        private @Nullable KeyManagerFactory keys;
        private @Nullable Path trusted;
        private @Nullable TrustManagerFactory trust;
        private boolean trustsAnyone;
        private boolean checkHostName = true;
        private ClientCertificates clientCertificates = ClientCertificates.NONE;
        private List<String> alpn = List.of();
        private List<String> protocols = List.of();
        private @Nullable List<String> ciphers;

        private Builder(boolean isServer) {
            this.isServer = isServer;
        }

        /**
         * This side's certificate and key, from PEM files. {@code load_cert_chain}. Needed by a server; by a client
         * only if the server asks for it.
         *
         * @param chain its certificate first, then those that lead to the root
         * @param key the private key, in the form PKCS#8 ({@code BEGIN PRIVATE KEY})
         */
        public Builder certificate(Path chain, Path key) {
            this.chain = Objects.requireNonNull(chain, "chain");
            this.key = Objects.requireNonNull(key, "key");
            keys = null;
            return this;
        }

        /** This side's certificate and key, from PEM files; the key is encrypted with a password. */
        public Builder certificate(Path chain, Path key, String password) {
            keyPassword = password;
            return certificate(chain, key);
        }

        /**
         * This side's certificate and key, from a key store of the JDK.
         *
         * @throws IllegalArgumentException if the password is wrong or the store has no key
         */
        public Builder certificate(KeyStore store, char[] password) {
            try {
                KeyManagerFactory f = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                f.init(store, password);
                keys = f;
                chain = null;
                key = null;
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("Cannot use the key store: " + e, e);
            }
            return this;
        }

        /**
         * This side's certificate and key, from the file of a key store (PKCS#12 or JKS).
         *
         * @throws IOException if it cannot be read, or the password is wrong
         */
        public Builder certificate(Path keyStore, char[] password) throws IOException {
            return certificate(load(keyStore, password), password);
        }

        /**
         * What it trusts: these certificates and those that they sign, instead of the JDK's.
         * {@code load_verify_locations}.
         *
         * @param certificates a PEM file
         */
        public Builder trust(Path certificates) {
            trusted = Objects.requireNonNull(certificates, "certificates");
            trust = null;
            return this;
        }

        /**
         * What it trusts, from a key store of the JDK.
         *
         * @throws IllegalArgumentException if it cannot be used
         */
        public Builder trust(KeyStore store) {
            try {
                TrustManagerFactory f = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                f.init(store);
                trust = f;
                trusted = null;
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("Cannot use the key store: " + e, e);
            }
            return this;
        }

        /**
         * Trusts anyone, and does not check the name: for experiments. The connection is encrypted, but with whom is
         * not known. {@code verify_mode = CERT_NONE}.
         */
        public Builder trustAnyone() {
            trustsAnyone = true;
            checkHostName = false;
            return this;
        }

        /** Whether a client checks that the certificate is for the server's name: it does. */
        public Builder checkHostName(boolean on) {
            checkHostName = on;
            return this;
        }

        /** Whether a server asks for certificates of clients: it does not. */
        public Builder clientCertificates(ClientCertificates wanted) {
            clientCertificates = Objects.requireNonNull(wanted, "wanted");
            return this;
        }

        /**
         * The application's protocols, the best first. {@code set_alpn_protocols}. What both sides know is
         * {@code getExtraInfo("alpn")}.
         */
        public Builder alpn(String... protocols) {
            alpn = List.of(protocols);
            return this;
        }

        /** The versions: those that the JDK allows, without this call. */
        public Builder protocols(String... versions) {
            protocols = List.of(versions);
            return this;
        }

        /** The cipher suites: those that the JDK prefers, without this call. */
        public Builder ciphers(String... suites) {
            ciphers = List.of(suites);
            return this;
        }

        /**
         * Another certificate for clients that ask for this name (SNI); a server's only.
         *
         * @param name a host, or a pattern such as {@code *.example.org}
         */
        public Builder serverName(String name, Tls tls) {
            tls.check(true);
            names.put(name, tls);
            return this;
        }

        /** A context of the JDK: it says who this side is and whom it trusts. */
        public Builder context(SSLContext context) {
            jdk = Objects.requireNonNull(context, "context");
            return this;
        }

        private static KeyStore load(Path file, char[] password) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                KeyStore store = KeyStore.getInstance("PKCS12"); // the JDK's reads JKS as well
                store.load(in, password);
                return store;
            } catch (GeneralSecurityException e) {
                throw new IOException("Cannot read the key store " + file + ": " + e, e);
            }
        }

        /**
         * Reads the files, blocking.
         *
         * @throws IllegalArgumentException if a file is not there or of the wrong kind, or a server has no certificate
         */
        public Tls build() {
            if (isServer && jdk == null && keys == null && chain == null) {
                throw new IllegalArgumentException("A server needs a certificate: Tls.forServer().certificate(...)");
            }
            if (!isServer && !names.isEmpty()) {
                throw new IllegalArgumentException("serverName is for a server's side");
            }
            checkThere(chain);
            checkThere(key);
            checkThere(trusted);
            try {
                return new Tls(this, jdk == null ? newContext() : contextOf(jdk));
            } catch (SSLException | IllegalArgumentException e) {
                throw new IllegalArgumentException(this + ": " + reason(e), e);
            }
        }

        private static String reason(Throwable e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return e.getMessage()
                    + (cause == e ? "" : " (" + cause + ")")
                    + ". Certificates and keys have to be PEM; a key has to begin with BEGIN"
                    + " PRIVATE KEY or BEGIN ENCRYPTED PRIVATE KEY (openssl pkcs8 -topk8 makes"
                    + " such a file of others)";
        }

        private static void checkThere(@Nullable Path file) {
            if (file != null && !Files.isReadable(file)) {
                throw new IllegalArgumentException("Cannot read " + file, new NoSuchFileException(file.toString()));
            }
        }

        private SslContext newContext() throws SSLException {
            SslContextBuilder b = contextBuilder();
            b.sslProvider(SslProvider.JDK).applicationProtocolConfig(alpnConfig());
            if (!protocols.isEmpty()) {
                b.protocols(protocols);
            }
            if (ciphers != null) {
                b.ciphers(ciphers);
            }
            if (trustsAnyone) {
                b.trustManager(InsecureTrustManagerFactory.INSTANCE);
            } else if (trusted != null) {
                b.trustManager(trusted.toFile());
            } else if (trust != null) {
                b.trustManager(trust);
            }
            return b.build();
        }

        private SslContextBuilder contextBuilder() {
            if (isServer) {
                SslContextBuilder b = chain == null || key == null
                        ? SslContextBuilder.forServer(Objects.requireNonNull(keys))
                        : SslContextBuilder.forServer(chain.toFile(), key.toFile(), keyPassword);
                return b.clientAuth(clientAuth());
            }
            SslContextBuilder b = SslContextBuilder.forClient();
            if (keys != null) {
                b.keyManager(keys);
            } else if (chain != null && key != null) {
                b.keyManager(chain.toFile(), key.toFile(), keyPassword);
            }
            return b;
        }

        private SslContext contextOf(SSLContext jdk) {
            return new JdkSslContext(
                    jdk,
                    !isServer,
                    ciphers,
                    IdentityCipherSuiteFilter.INSTANCE,
                    alpnConfig(),
                    clientAuth(),
                    protocols.isEmpty() ? null : protocols.toArray(String[]::new),
                    false);
        }

        private ClientAuth clientAuth() {
            return switch (clientCertificates) {
                case NONE -> ClientAuth.NONE;
                case OPTIONAL -> ClientAuth.OPTIONAL;
                case REQUIRED -> ClientAuth.REQUIRE;
            };
        }

        private ApplicationProtocolConfig alpnConfig() {
            return alpn.isEmpty()
                    ? ApplicationProtocolConfig.DISABLED
                    : new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            alpn);
        }

        @Override
        public String toString() {
            return "Tls["
                    + (isServer ? "server" : "client")
                    + (chain == null ? "" : ", certificate=" + chain)
                    + (trusted == null ? "" : ", trust=" + trusted)
                    + (trustsAnyone ? ", trusts anyone" : "")
                    + (alpn.isEmpty() ? "" : ", alpn=" + alpn)
                    + (names.isEmpty() ? "" : ", names=" + names.keySet())
                    + "]";
        }
    }
}
