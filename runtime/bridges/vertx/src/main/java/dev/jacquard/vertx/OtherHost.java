package dev.jacquard.vertx;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A name that is not this machine's. Nobody is to ask DNS for it, so it is no Internet address. */
final class OtherHost extends SocketAddress {
    private static final long serialVersionUID = 1;

    private final InetSocketAddress address;

    OtherHost(InetSocketAddress address) {
        this.address = address;
    }

    @Override
    public String toString() {
        return address.getHostString() + ":" + address.getPort();
    }
}
