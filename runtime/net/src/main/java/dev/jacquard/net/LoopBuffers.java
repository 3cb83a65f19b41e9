package dev.jacquard.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Two buffers that the connections of a loop share, one after the other: what was read is copied at once, and what is
 * written goes out at once most often. So the memory through which bytes go stays in the processor's cache, and nothing
 * is allocated for it. A connection that finds one in use allocates as usual.
 */
final class LoopBuffers {
    private static final int SIZE = 1 << 16;

    private @Nullable ByteBuf reading;
    private @Nullable ByteBuf writing;
    private boolean closed;

    /** How much at once, when it is not into the shared one. */
    private final RecvByteBufAllocator usual = new AdaptiveRecvByteBufAllocator();

    /**
     * A buffer that holds these bytes.
     *
     * @param allocator for those that do not fit, or when the shared one is still being sent
     */
    ByteBuf holding(byte[] bytes, int offset, int length, ByteBufAllocator allocator) {
        ByteBuf b = null;
        if (length <= SIZE && !closed) {
            b = writing;
            if (b == null) {
                b = allocator.directBuffer(SIZE, SIZE);
                writing = b;
            }
            b = taken(b);
        }
        if (b == null) {
            b = allocator.directBuffer(length);
        }
        return b.writeBytes(bytes, offset, length);
    }

    /**
     * What a channel reads into.
     *
     * @param copiedAtOnce whether what was read now is released before anything else is read
     */
    RecvByteBufAllocator forReading(BooleanSupplier copiedAtOnce) {
        return () -> new Reading(copiedAtOnce);
    }

    private @Nullable ByteBuf takeReading(ByteBufAllocator allocator) {
        if (closed) {
            return null;
        }
        ByteBuf b = reading;
        if (b == null) {
            b = allocator.directBuffer(SIZE, SIZE);
            reading = b;
        }
        return taken(b);
    }

    private static @Nullable ByteBuf taken(ByteBuf buffer) {
        return buffer.refCnt() == 1 ? buffer.clear().retain() : null;
    }

    /** They are given back; who still comes allocates. */
    void close() {
        closed = true;
        if (reading != null) {
            reading.release();
            reading = null;
        }
        if (writing != null) {
            writing.release();
            writing = null;
        }
    }

    /** Netty's usual way of reading, but for the buffer. */
    private final class Reading extends RecvByteBufAllocator.DelegatingHandle
            implements RecvByteBufAllocator.ExtendedHandle {
        private final BooleanSupplier copiedAtOnce;

        Reading(BooleanSupplier copiedAtOnce) {
            super(usual.newHandle());
            this.copiedAtOnce = copiedAtOnce;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            ByteBuf b = copiedAtOnce.getAsBoolean() ? takeReading(allocator) : null;
            return b == null ? super.allocate(allocator) : b;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return ((RecvByteBufAllocator.ExtendedHandle) delegate()).continueReading(maybeMore);
        }
    }
}
