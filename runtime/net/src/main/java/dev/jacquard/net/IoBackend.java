package dev.jacquard.net;

import dev.jacquard.EventLoop;
import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a loop waits for sockets. Switching is one line, as with {@code uvloop}: {@code
 * IoBackend.EPOLL.install()} in the program, or {@code -Djacquard.io=epoll} outside of it.
 */
public enum IoBackend {
    /** Java's selectors: everywhere. The default. */
    NIO,
    /** Linux' epoll, by Netty's native library. */
    EPOLL,
    /** Linux' io_uring, by Netty's native library; needs a kernel that allows it. */
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
            case IO_URING -> IoUring.unavailabilityCause();
        };
    }

    /**
     * A new loop that waits with this one, whatever is installed: for {@code
     * Runner.builder().loopFactory(...)}.
     */
    public EventLoop newLoop() {
        checkAvailable();
        EventLoop loop = EventLoop.builder().build();
        NettyPoller.of(loop, this);
        return loop;
    }

    private void checkAvailable() {
        Throwable cause = unavailabilityCause();
        if (cause != null) {
            throw new UnsupportedOperationException(
                    this + " is not available here; NIO is, everywhere", cause);
        }
    }

    IoHandlerFactory handlers() {
        return switch (this) {
            case NIO -> NioIoHandler.newFactory();
            case EPOLL -> EpollIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
        };
    }

    Class<? extends Channel> socketChannel() {
        return switch (this) {
            case NIO -> NioSocketChannel.class;
            case EPOLL -> EpollSocketChannel.class;
            case IO_URING -> IoUringSocketChannel.class;
        };
    }

    Class<? extends ServerChannel> serverSocketChannel() {
        return switch (this) {
            case NIO -> NioServerSocketChannel.class;
            case EPOLL -> EpollServerSocketChannel.class;
            case IO_URING -> IoUringServerSocketChannel.class;
        };
    }

    private static IoBackend byName(String name) {
        Objects.requireNonNull(name);
        for (IoBackend i : values()) {
            if (i.name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "-D"
                        + PROPERTY
                        + "="
                        + name
                        + ": there is no such backend. One of "
                        + Arrays.toString(values()).toLowerCase(Locale.ROOT));
    }
}
