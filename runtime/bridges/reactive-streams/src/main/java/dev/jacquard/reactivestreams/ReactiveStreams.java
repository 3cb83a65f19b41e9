package dev.jacquard.reactivestreams;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.EventLoop;
import dev.jacquard.Publishers;
import java.util.Objects;
import java.util.function.Supplier;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** {@link Publishers} for publishers of {@code org.reactivestreams}. */
public final class ReactiveStreams {
    private ReactiveStreams() {}

    /**
     * Goes through what a publisher publishes, with a buffer of 256 items.
     *
     * @see Publishers#from(java.util.concurrent.Flow.Publisher)
     */
    public static <V> AsyncGenerator<V> from(Publisher<? extends V> publisher) {
        return Publishers.from(FlowAdapters.toFlowPublisher(Objects.requireNonNull(publisher, "publisher")));
    }

    /**
     * Goes through what a publisher publishes.
     *
     * @param bufferSize how many items may wait to be taken
     * @return the items, to be gone through once; closing it cancels the subscription
     * @throws IllegalArgumentException if the buffer size is not positive
     * @see Publishers#from(java.util.concurrent.Flow.Publisher, int)
     */
    public static <V> AsyncGenerator<V> from(Publisher<? extends V> publisher, int bufferSize) {
        return Publishers.from(
                FlowAdapters.toFlowPublisher(Objects.requireNonNull(publisher, "publisher")), bufferSize);
    }

    /**
     * Publishes what an iterable gives, in a task per subscriber.
     *
     * @see Publishers#toPublisher(AsyncIterable, EventLoop)
     */
    public static <V> Publisher<V> toPublisher(AsyncIterable<? extends V> items, EventLoop loop) {
        return FlowAdapters.toPublisher(Publishers.<V>toPublisher(items, loop));
    }

    /**
     * {@link #toPublisher} with a new iterable for each subscriber.
     *
     * @see Publishers#publishEach(Supplier, EventLoop)
     */
    public static <V> Publisher<V> publishEach(Supplier<? extends AsyncIterable<? extends V>> items, EventLoop loop) {
        return FlowAdapters.toPublisher(Publishers.<V>publishEach(items, loop));
    }
}
