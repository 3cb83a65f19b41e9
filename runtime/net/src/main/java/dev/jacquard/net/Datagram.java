package dev.jacquard.net;

import java.net.InetSocketAddress;

/**
 * One datagram that was received.
 *
 * @param data its bytes
 * @param sender where it comes from
 */
public record Datagram(byte[] data, InetSocketAddress sender) {
    @Override
    public String toString() {
        return "Datagram[" + data.length + " bytes from " + sender + "]";
    }
}
