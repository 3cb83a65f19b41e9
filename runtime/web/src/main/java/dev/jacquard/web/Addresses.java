package dev.jacquard.web;

import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses of Vert.x as those of Java. */
final class Addresses {
    private static final InetSocketAddress UNKNOWN = InetSocketAddress.createUnresolved("unknown", 0);

    private Addresses() {}

    static java.net.SocketAddress of(@Nullable SocketAddress address) {
        if (address == null) {
            return UNKNOWN;
        }
        if (address.isDomainSocket()) {
            String path = address.path();
            return path == null || path.isEmpty() ? UNKNOWN : UnixDomainSocketAddress.of(path);
        }
        String literal = address.hostAddress();
        return literal == null
                ? InetSocketAddress.createUnresolved(address.host(), address.port())
                : new InetSocketAddress(literal, address.port());
    }
}
