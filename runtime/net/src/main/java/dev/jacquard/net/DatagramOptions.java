package dev.jacquard.net;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How {@link Net#openDatagram} opens an endpoint. Immutable. */
public final class DatagramOptions {
    /** What happens to a datagram that comes when the queue of those not yet taken is full. */
    public enum Overflow {
        /** It is dropped. */
        DROP_NEWEST,
        /** The one that has waited longest is dropped for it. */
        DROP_OLDEST
    }

    final @Nullable InetSocketAddress local;
    final @Nullable InetSocketAddress remote;
    final int queueSize;
    final Overflow overflow;
    final int maxSize;
    final boolean broadcast;
    final boolean reuseAddress;
    final boolean reusePort;

    private DatagramOptions(Builder b) {
        local = b.local;
        remote = b.remote;
        queueSize = b.queueSize;
        overflow = b.overflow;
        maxSize = b.maxSize;
        broadcast = b.broadcast;
        reuseAddress = b.reuseAddress;
        reusePort = b.reusePort;
    }

    /** A builder, with the usual values at first. */
    public static Builder builder() {
        return new Builder();
    }

    /** Makes {@link DatagramOptions}. */
    public static final class Builder {
        private @Nullable InetSocketAddress local;
        private @Nullable InetSocketAddress remote;
        private int queueSize = 256;
        private Overflow overflow = Overflow.DROP_NEWEST;
        private int maxSize = 1 << 16;
        private boolean broadcast;
        private boolean reuseAddress;
        private boolean reusePort;

        private Builder() {}

        /**
         * The address of this side; without this call any. An unresolved one is resolved by the loop's executor.
         * {@code local_addr}.
         */
        public Builder local(InetSocketAddress address) {
            local = Objects.requireNonNull(address, "address");
            return this;
        }

        /**
         * The only address to send to and to receive from. An unresolved one is resolved by the loop's executor.
         * {@code remote_addr}.
         */
        public Builder remote(InetSocketAddress address) {
            remote = Objects.requireNonNull(address, "address");
            return this;
        }

        /** How many datagrams and errors wait to be taken: 256. */
        public Builder queueSize(int n) {
            queueSize = Checks.positive(n, "queueSize");
            return this;
        }

        /** What is dropped when more would wait: the newest. */
        public Builder overflow(Overflow overflow) {
            this.overflow = Objects.requireNonNull(overflow, "overflow");
            return this;
        }

        /** The longest datagram, in bytes; of longer ones the rest is lost: 65,536, so of none. */
        public Builder maxSize(int bytes) {
            maxSize = Checks.positive(bytes, "maxSize");
            return this;
        }

        /** Whether it may send to a broadcast address: off by default. {@code allow_broadcast}. */
        public Builder broadcast(boolean on) {
            broadcast = on;
            return this;
        }

        /** Sets {@code SO_REUSEADDR}, as for multicast; off. */
        public Builder reuseAddress(boolean on) {
            reuseAddress = on;
            return this;
        }

        /** Whether others may bind to the same port ({@code SO_REUSEPORT}): off by default. */
        public Builder reusePort(boolean on) {
            reusePort = on;
            return this;
        }

        /** The options. */
        public DatagramOptions build() {
            return new DatagramOptions(this);
        }
    }
}
