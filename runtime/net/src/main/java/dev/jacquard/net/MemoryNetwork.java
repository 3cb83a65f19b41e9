package dev.jacquard.net;

import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.EventLoop;
import dev.jacquard.loop.JobLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoEventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A network within one loop, without sockets: for libraries on Netty, in tests with virtual time. Servers and clients
 * of the loop reach one another, and nobody else, at the addresses that they would have on this machine. Netty's timers
 * run on the loop's clock, which stands still as long as anything is on its way.
 *
 * <p>A connection is a stream of bytes with 64 KB of room in each direction, as that of a socket: who writes faster
 * than the other side reads finds its channel not writable.
 */
public final class MemoryNetwork {
    private static final int FIRST_PORT = 49_152;
    private static final int LAST_PORT = 65_535;

    private final MemoryPoller poller;
    private final Map<SocketAddress, MemoryServerChannel> servers = new LinkedHashMap<>();
    private int lastPort = FIRST_PORT - 1;

    MemoryNetwork(MemoryPoller poller) {
        this.poller = poller;
    }

    /**
     * The running loop's network in memory, if its time is virtual, where sockets, which know no other time than the
     * system's, make little sense.
     *
     * @return null on the system's clock
     * @throws IllegalStateException if no loop is running here, or it has used sockets already
     */
    public static @Nullable MemoryNetwork ifTimeIsVirtual() {
        EventLoop loop = getRunningLoop();
        return ((JobLoop) loop).hasVirtualTime() ? MemoryPoller.of(loop).network() : null;
    }

    /**
     * The running loop's network in memory, on whatever clock.
     *
     * @throws IllegalStateException if no loop is running here, or it has used sockets already
     */
    public static MemoryNetwork ofRunningLoop() {
        return MemoryPoller.of(getRunningLoop()).network();
    }

    // ---- for libraries on Netty -----------------------------------------------------------------

    /** Netty's view of the loop, for these channels: see {@link Net#nettyLoop}. */
    public IoEventLoop nettyLoop() {
        return poller.netty();
    }

    /**
     * Makes channels of clients. They connect to an {@link InetSocketAddress} of this machine, or to a
     * {@link DomainSocketAddress}, whose path is but a name; else with an {@link UnknownHostException}, or a
     * {@link ConnectException} if nobody listens there.
     */
    public ChannelFactory<? extends Channel> channels() {
        return () -> new MemoryChannel(this);
    }

    /**
     * Makes channels of servers. They bind to an {@link InetSocketAddress}, with port 0 to one from 49152 on, or to a
     * {@link DomainSocketAddress}.
     */
    public ChannelFactory<? extends ServerChannel> serverChannels() {
        return () -> new MemoryServerChannel(this);
    }

    /** Lets a library end before the loop closes its channels: see {@link Net#whenClosing}. */
    public void whenClosing(Supplier<? extends CompletionStage<?>> closer) {
        poller.closers().add(closer);
    }

    /**
     * Work that a thread of a library does, which then calls {@link #nettyLoop}: virtual time waits for it from now on,
     * and until it has ended. To be called on any thread, in known work if it is not the loop's.
     *
     * @param work to be run once
     * @return the work, to be given to the thread instead
     */
    public Runnable known(Runnable work) {
        return poller.known(work);
    }

    // ---- for the channels -----------------------------------------------------------------------

    MemoryPoller poller() {
        return poller;
    }

    /** The address that a server gets. */
    SocketAddress bind(MemoryServerChannel server, SocketAddress wanted) throws BindException {
        SocketAddress address = wanted;
        if (wanted instanceof InetSocketAddress inet && inet.getPort() == 0) {
            address = new InetSocketAddress(inet.getAddress(), freePort());
        }
        for (SocketAddress taken : servers.keySet()) {
            if (overlap(taken, address)) {
                throw new BindException("Address already in use: " + address);
            }
        }
        servers.put(address, server);
        return address;
    }

    void unbind(SocketAddress address) {
        servers.remove(address);
    }

    private static boolean overlap(SocketAddress one, SocketAddress other) {
        if (one instanceof InetSocketAddress a && other instanceof InetSocketAddress b) {
            InetAddress x = a.getAddress();
            InetAddress y = b.getAddress();
            return a.getPort() == b.getPort() && (x.equals(y) || x.isAnyLocalAddress() || y.isAnyLocalAddress());
        }
        return one.equals(other);
    }

    /** An address for a client of a server at this one. */
    SocketAddress clientsAddress(SocketAddress server) {
        return server instanceof InetSocketAddress inet
                ? new InetSocketAddress(inet.getAddress(), freePort())
                : new DomainSocketAddress("");
    }

    /** Each port is new, and the same in each run, until there are no more. */
    private int freePort() {
        for (int i = FIRST_PORT; i <= LAST_PORT; i++) {
            lastPort = lastPort == LAST_PORT ? FIRST_PORT : lastPort + 1;
            if (servers.keySet().stream().noneMatch(s -> s instanceof InetSocketAddress a && a.getPort() == lastPort)) {
                return lastPort;
            }
        }
        throw new IllegalStateException("Servers listen at all ports from " + FIRST_PORT + " on");
    }

    MemoryServerChannel find(SocketAddress wanted) throws ConnectException, UnknownHostException {
        boolean known = wanted instanceof DomainSocketAddress
                || (wanted instanceof InetSocketAddress inet && !inet.isUnresolved());
        if (!known) {
            throw new UnknownHostException(wanted + " is not on this machine." + wayOut());
        }
        MemoryServerChannel exact = servers.get(wanted);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<SocketAddress, MemoryServerChannel> server : servers.entrySet()) {
            if (isHere(wanted) && overlap(server.getKey(), wanted)) {
                return server.getValue();
            }
        }
        throw new ConnectException("Connection refused: nobody listens at " + wanted + "." + wayOut());
    }

    private static boolean isHere(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                && (inet.getAddress().isLoopbackAddress() || inet.getAddress().isAnyLocalAddress());
    }

    private static String wayOut() {
        return " This loop's time is virtual, so its network is in memory and reaches only servers of the same loop; for"
                + " real sockets use a loop on the system's clock: @AsyncTest(time = TestTime.REAL).";
    }

    @Override
    public String toString() {
        return "MemoryNetwork" + servers.keySet();
    }
}
