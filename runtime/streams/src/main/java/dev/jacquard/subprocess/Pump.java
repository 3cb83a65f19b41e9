package dev.jacquard.subprocess;

import dev.jacquard.EventLoop;
import dev.jacquard.streams.Protocol;
import dev.jacquard.streams.Transport;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One end of a pipe to a process, for which a thread waits. What is here is on the loop's thread. */
abstract class Pump implements Transport {
    final EventLoop loop;

    @Nullable
    Protocol protocol;

    private @Nullable Attention attention;
    private boolean lost;

    Pump(EventLoop loop) {
        this.loop = loop;
    }

    /** From now on it can be used. */
    void connect(Protocol to, Attention heed) {
        protocol = to;
        attention = heed;
        heed.running(1);
    }

    /** Whether it waits for what this side does: by one more (1) or one less (-1). */
    final void waitingForUs(int change) {
        if (attention != null) {
            attention.waitingForUs(change);
        }
    }

    /** Nobody waits any more: it is about to be lost. */
    abstract void waitNoMore();

    /** It has ended, if it has not before; the protocol is told. */
    final void lose(@Nullable IOException e) {
        if (lost) {
            return;
        }
        waitNoMore();
        lost = true;
        if (attention != null) {
            attention.running(-1);
        }
        if (protocol != null) {
            protocol.connectionLost(e);
        }
    }

    final boolean isLost() {
        return lost;
    }

    @Override
    public void setProtocol(Protocol other) {
        protocol = other;
    }

    @Override
    public Map<String, Object> extraInfo() {
        return Map.of();
    }
}
