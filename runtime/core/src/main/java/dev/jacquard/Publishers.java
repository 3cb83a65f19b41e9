package dev.jacquard;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Bridges asynchronous iteration and {@link Flow}, with back-pressure both ways. For {@code org.reactivestreams} there
 * is {@code jacquard-reactive-streams}.
 */
public final class Publishers {
    private static final int BUFFER = 256;

    private Publishers() {}

    /** {@link #from(Flow.Publisher, int)} with a buffer of 256 items. */
    public static <V> AsyncGenerator<V> from(Flow.Publisher<? extends V> publisher) {
        return from(publisher, BUFFER);
    }

    /**
     * Goes through what a publisher publishes, on whatever thread. It is subscribed to when the first item is asked
     * for, and never asked for more than the buffer has room for.
     *
     * <pre>{@code
     * try (var prices = Publishers.from(publisher, 16)) {
     *     for (var price : prices) {
     *         ...
     *     }
     * }
     * }</pre>
     *
     * @param publisher its exception is thrown to whoever asks for the next item
     * @param bufferSize how many items may wait to be taken; it is asked for more when half of them are taken
     * @return the items, to be gone through once. Closing it, or an exception or cancellation while it waits, cancels
     *     the subscription
     * @throws IllegalArgumentException if the buffer size is not positive
     */
    public static <V> AsyncGenerator<V> from(Flow.Publisher<? extends V> publisher, int bufferSize) {
        Objects.requireNonNull(publisher, "publisher is null");
        if (bufferSize <= 0) {
            throw new IllegalArgumentException("bufferSize has to be positive, not " + bufferSize);
        }
        return PublishedItems.generate(publisher, bufferSize);
    }

    /**
     * Publishes what an iterable gives. Each subscriber has a task of its own on the loop, which goes through the
     * iterable: from the first request on, and at most one item ahead of what is requested. All signals come on the
     * loop's thread; requests and cancellations may come from any thread.
     *
     * <p>Cancelling a subscription cancels the task where it waits. If the task is cancelled otherwise, because the
     * loop shuts down, the subscriber gets a {@link java.util.concurrent.CancellationException}. What a subscriber
     * throws cancels its subscription and is given to the loop's exception handler.
     *
     * @param items gone through once per subscriber. A generator can be gone through only once: its second subscriber
     *     gets an {@link IllegalStateException}; it is closed in the end
     * @param loop where it is gone through; may be running or not yet. After it was closed subscribers get an
     *     {@link IllegalStateException}
     */
    public static <V> Flow.Publisher<V> toPublisher(AsyncIterable<? extends V> items, EventLoop loop) {
        Objects.requireNonNull(items, "items is null");
        if (!(items instanceof AsyncGenerator)) {
            return publishEach(() -> items, loop);
        }
        AtomicBoolean taken = new AtomicBoolean();
        return publishEach(
                () -> {
                    if (taken.getAndSet(true)) {
                        throw new IllegalStateException(items
                                + " can be gone through only once and has a subscriber"
                                + " already. Use publishEach, with a function that makes a"
                                + " new generator for each subscriber.");
                    }
                    return items;
                },
                loop);
    }

    /**
     * {@link #toPublisher} with a new iterable for each subscriber, made on the loop's thread; if that fails, the
     * subscriber gets the exception: {@code publishEach(() -> pages(url), loop)}.
     */
    public static <V> Flow.Publisher<V> publishEach(
            Supplier<? extends AsyncIterable<? extends V>> items, EventLoop loop) {
        return new IterablePublisher<>(Objects.requireNonNull(items, "items is null"), BaseEventLoop.of(loop));
    }
}
