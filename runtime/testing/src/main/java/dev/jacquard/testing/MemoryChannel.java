package dev.jacquard.testing;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.QueueShutDown;
import dev.jacquard.annotations.Async;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Messages from tasks to tasks, with a bounded buffer. {@link #closeAsync} ends it: what was sent is still received.
 * trio's {@code open_memory_channel}.
 *
 * @param <M> the messages
 */
public final class MemoryChannel<M> implements AsyncIterable<M>, AsyncCloseable {
    private final AsyncQueue<M> queue;

    /**
     * A channel.
     *
     * @param capacity how many messages wait at most
     */
    public MemoryChannel(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("No room for a message: " + capacity);
        }
        queue = new AsyncQueue<>(capacity);
    }

    /**
     * Sends a message; waits while the channel is full. One that is cancelled has sent nothing.
     *
     * @throws QueueShutDown if the channel was closed
     */
    public Coroutine<Void> send(M message) {
        return queue.put(message);
    }

    /**
     * Receives the next message. One that is cancelled has taken nothing.
     *
     * @throws QueueShutDown if there is none and the channel was closed
     */
    public Coroutine<M> receive() {
        return queue.get();
    }

    /** Nothing more is sent. */
    @Override
    public Coroutine<Void> closeAsync() {
        queue.shutdown();
        return Coroutine.done();
    }

    /** Receives until the channel is closed and empty. */
    @Override
    public AsyncIterator<M> iterator() {
        return new Messages<>(queue);
    }

    /** How many messages wait. */
    public int size() {
        return queue.size();
    }

    private static final class Messages<M> implements AsyncIterator<M> {
        private final AsyncQueue<M> queue;
        private @Nullable M next;

        Messages(AsyncQueue<M> queue) {
            this.queue = queue;
        }

        @Override
        @Async
        public Coroutine<Boolean> hasNextAsync() {
            if (next == null) {
                try {
                    next = await(queue.get());
                } catch (QueueShutDown e) {
                    return Coroutine.of(false);
                }
            }
            return Coroutine.of(true);
        }

        @Override
        public M next() {
            M n = next;
            if (n == null) {
                throw new NoSuchElementException();
            }
            next = null;
            return n;
        }
    }
}
