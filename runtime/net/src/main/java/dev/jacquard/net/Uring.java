package dev.jacquard.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import org.jspecify.annotations.Nullable;

/** Netty's io_uring, set so that no reset is lost. */
final class Uring {
    /**
     * Whether Netty lets one request poll a socket again and again, which then tells only what is new. Netty 4.2.18
     * takes a socket from which it has read all bytes for one that has nothing more to tell; if it was reset behind
     * those bytes, and the poll has told so before, nobody hears of it, ever. A poll of its own for each read tells
     * what there is.
     */
    private static final String MULTISHOT_POLL = "io.netty.iouring.pollAddMultishotEnabled";

    static {
        // Netty reads it when its class is initialized: nothing here may do that earlier.
        if (System.getProperty(MULTISHOT_POLL) == null) {
            System.setProperty(MULTISHOT_POLL, "false");
        }
    }

    private Uring() {}

    /** Why this machine does not have it, or null. */
    static @Nullable Throwable unavailabilityCause() {
        return IoUring.unavailabilityCause();
    }

    static IoHandlerFactory handlers() {
        return IoUringIoHandler.newFactory();
    }
}
