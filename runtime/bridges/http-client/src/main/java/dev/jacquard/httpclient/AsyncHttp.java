package dev.jacquard.httpclient;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;
import dev.jacquard.Publishers;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;

/**
 * Sends requests of {@link java.net.http}.
 *
 * <pre>{@code
 * try (AsyncResponse response = await(AsyncHttp.send(client, request))) {
 *     for (String line : response.body().lines()) {
 *         ...
 *     }
 * }
 * }</pre>
 */
public final class AsyncHttp {
    private AsyncHttp() {}

    /**
     * Sends a request and waits for the head of its response. If it is cancelled, the exchange is aborted.
     *
     * @return to be closed
     * @throws IOException if there is no connection, it breaks, or a timeout of the request is over
     */
    @Async
    @SuppressWarnings("FutureReturnValueIgnored") // of what is not wanted any more
    public static Coroutine<AsyncResponse> send(HttpClient client, HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> exchange =
                client.sendAsync(request, BodyHandlers.ofPublisher());
        try {
            return Coroutine.of(new AsyncResponse(await(exchange, IOException.class)));
        } catch (Throwable e) {
            exchange.cancel(true);
            exchange.thenAccept(unwanted -> Discard.cancel(unwanted.body()));
            throw e;
        }
    }

    /**
     * A request's body from an iterable, whose length is not told beforehand. It is gone through, on the running loop,
     * as fast as the connection takes it. Sent again after a redirection or a refused authentication, it is gone
     * through again, which a generator cannot be.
     *
     * @param blocks of bytes
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static BodyPublisher body(AsyncIterable<byte[]> blocks) {
        return BodyPublishers.fromPublisher(publish(blocks, ByteBuffer::wrap));
    }

    /**
     * A request's body from an iterable whose length is known.
     *
     * @param length of all blocks together, in bytes, at least 1; the request fails if it is wrong
     */
    public static BodyPublisher body(AsyncIterable<byte[]> blocks, long length) {
        return BodyPublishers.fromPublisher(publish(blocks, ByteBuffer::wrap), length);
    }

    /** {@link #body(AsyncIterable)} of buffers. */
    public static BodyPublisher bodyOfBuffers(AsyncIterable<ByteBuffer> buffers) {
        return BodyPublishers.fromPublisher(publish(buffers, buffer -> buffer));
    }

    private static <V> Flow.Publisher<ByteBuffer> publish(AsyncIterable<V> items, Function<V, ByteBuffer> asBuffer) {
        Flow.Publisher<V> source = Publishers.toPublisher(items, getRunningLoop());
        return subscriber -> source.subscribe(new Mapped<>(subscriber, asBuffer));
    }

    /** A subscriber of other items. */
    private record Mapped<V>(Flow.Subscriber<? super ByteBuffer> to, Function<V, ByteBuffer> asBuffer)
            implements Flow.Subscriber<V> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            to.onSubscribe(subscription);
        }

        @Override
        public void onNext(V item) {
            to.onNext(asBuffer.apply(item));
        }

        @Override
        public void onError(Throwable e) {
            to.onError(e);
        }

        @Override
        public void onComplete() {
            to.onComplete();
        }
    }
}
