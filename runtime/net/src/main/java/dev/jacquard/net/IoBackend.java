package dev.jacquard.net;

import dev.jacquard.EventLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a loop waits for sockets. Switching is one line, as with {@code uvloop}: {@code IoBackend.EPOLL.install()} in the
 * program, or {@code -Djacquard.io=epoll} outside of it.
 */
public enum IoBackend {
    /** Java's selectors: everywhere. The default. */
    NIO,
    /** Linux' epoll; needs Netty's native library, {@code netty-transport-native-epoll}. */
    EPOLL,
    /**
     * Linux' io_uring; needs Netty's native library, {@code netty-transport-native-io_uring}, and a kernel that allows
     * it.
     */
    IO_URING;

    /** The system property that names the one to begin with: nio, epoll, io_uring. */
    public static final String PROPERTY = "jacquard.io";

    private static volatile @Nullable IoBackend installed;

    /**
     * The one that loops use which begin with I/O from now on.
     *
     * @throws IllegalArgumentException if the system property names none
     */
    public static IoBackend current() {
        IoBackend i = installed;
        if (i == null) {
            i = byName(System.getProperty(PROPERTY, "nio"));
            i.checkAvailable();
            installed = i;
        }
        return i;
    }

    /**
     * Makes this the one that loops use which begin with I/O from now on.
     *
     * @throws UnsupportedOperationException if it is not available here; the reason is its cause
     */
    public void install() {
        checkAvailable();
        installed = this;
    }

    /** Whether this machine has it. */
    public boolean isAvailable() {
        return unavailabilityCause() == null;
    }

    /** Why this machine does not have it, or null. */
    public @Nullable Throwable unavailabilityCause() {
        return switch (this) {
            case NIO -> null;
            case EPOLL -> Epoll.unavailabilityCause();
            case IO_URING -> Uring.unavailabilityCause();
        };
    }

    /** A new loop that waits with this one, whatever is installed: for {@code Runner.builder().loopFactory(...)}. */
    public EventLoop newLoop() {
        return newLoop(EventLoop.builder());
    }

    /** A new loop that waits with this backend and has these options; their poller is set here. */
    public EventLoop newLoop(EventLoop.Builder options) {
        checkAvailable();
        EventLoop loop = options.build();
        NettyPoller.of(loop, this);
        return loop;
    }

    private void checkAvailable() {
        Throwable cause = unavailabilityCause();
        if (cause != null) {
            String missing = NativeLibrary.missing(this);
            throw new UnsupportedOperationException(
                    this + " is not available here" + (missing == null ? "" : ": " + missing) + "; NIO is, everywhere",
                    cause);
        }
    }

    IoHandlerFactory handlers() {
        return switch (this) {
            case NIO -> NioIoHandler.newFactory();
            case EPOLL -> EpollIoHandler.newFactory();
            case IO_URING -> Uring.handlers();
        };
    }

    /** Netty's class for connections, for libraries that run on {@link Net#nettyLoop}. */
    public Class<? extends Channel> socketChannel() {
        return switch (this) {
            case NIO -> NioSocketChannel.class;
            case EPOLL -> EpollSocketChannel.class;
            case IO_URING -> IoUringSocketChannel.class;
        };
    }

    /** Netty's class for servers. */
    public Class<? extends ServerChannel> serverSocketChannel() {
        return switch (this) {
            case NIO -> NioServerSocketChannel.class;
            case EPOLL -> EpollServerSocketChannel.class;
            case IO_URING -> IoUringServerSocketChannel.class;
        };
    }

    /** Netty's class for datagrams. */
    public Class<? extends DatagramChannel> datagramChannel() {
        return switch (this) {
            case NIO -> NioDatagramChannel.class;
            case EPOLL -> EpollDatagramChannel.class;
            case IO_URING -> IoUringDatagramChannel.class;
        };
    }

    /** Netty's class for connections through Unix sockets. */
    public Class<? extends Channel> unixSocketChannel() {
        return switch (this) {
            case NIO -> NioDomainSocketChannel.class;
            case EPOLL -> EpollDomainSocketChannel.class;
            case IO_URING -> IoUringDomainSocketChannel.class;
        };
    }

    /** Netty's class for servers at Unix sockets. */
    public Class<? extends ServerChannel> unixServerSocketChannel() {
        return switch (this) {
            case NIO -> NioServerDomainSocketChannel.class;
            case EPOLL -> EpollServerDomainSocketChannel.class;
            case IO_URING -> IoUringServerDomainSocketChannel.class;
        };
    }

    /** The address of a Unix socket as its channels want it. */
    SocketAddress unixAddress(Path path) {
        return this == NIO ? UnixDomainSocketAddress.of(path) : new DomainSocketAddress(path.toFile());
    }

    /** The option that lets others listen at the same port, or null if there is none. */
    @Nullable
    ChannelOption<Boolean> reusePort() {
        if (this != NIO) {
            return UnixChannelOption.SO_REUSEPORT;
        }
        return REUSES_PORT ? NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT) : null;
    }

    /** That option. */
    ChannelOption<Boolean> neededReusePort() throws IOException {
        ChannelOption<Boolean> option = reusePort();
        if (option == null) {
            throw new IOException("This system has no SO_REUSEPORT: do without reusePort(true)");
        }
        return option;
    }

    private static final boolean REUSES_PORT = nioReusesPort();

    private static boolean nioReusesPort() {
        try (ServerSocketChannel any = ServerSocketChannel.open()) {
            return any.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
        } catch (IOException e) {
            return false;
        }
    }

    private static IoBackend byName(String name) {
        Objects.requireNonNull(name);
        for (IoBackend i : values()) {
            if (i.name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("-D"
                + PROPERTY
                + "="
                + name
                + ": there is no such backend. One of "
                + Arrays.toString(values()).toLowerCase(Locale.ROOT));
    }
}
