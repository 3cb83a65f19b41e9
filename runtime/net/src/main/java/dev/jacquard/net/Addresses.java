package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds addresses. */
final class Addresses {
    private Addresses() {}

    /**
     * The addresses of a host, by the system's resolver, on a thread of the loop's executor.
     *
     * @throws UnknownHostException if it has none
     */
    @Async
    static Coroutine<List<InetAddress>> of(EventLoop loop, String host) throws IOException {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null && host.indexOf('%') < 0) {
            return Coroutine.of(List.of(InetAddress.getByAddress(literal)));
        }
        return Coroutine.of(await(
                loop.runInExecutor(null, () -> List.of(InetAddress.getAllByName(host))), UnknownHostException.class));
    }

    /** As users know it: the JDK's type for the address of a Unix socket. */
    static @Nullable SocketAddress ofJdk(@Nullable SocketAddress address) {
        return address instanceof DomainSocketAddress unix ? UnixDomainSocketAddress.of(unix.path()) : address;
    }
}
