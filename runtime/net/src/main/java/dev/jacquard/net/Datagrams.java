package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The datagrams of an endpoint, one by one. */
final class Datagrams implements AsyncIterator<Datagram> {
    private final DatagramEndpoint endpoint;
    private @Nullable Datagram next;

    Datagrams(DatagramEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    @Async
    public Coroutine<Boolean> hasNextAsync() {
        if (next == null) {
            try {
                next = await(endpoint.receive());
            } catch (ClosedChannelException e) {
                return Coroutine.of(false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Coroutine.of(true);
    }

    @Override
    public Datagram next() {
        Datagram d = next;
        if (d == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return d;
    }
}
