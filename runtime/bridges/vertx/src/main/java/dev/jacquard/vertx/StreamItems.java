package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.AsyncQueue;
import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.QueueShutDown;
import dev.jacquard.annotations.Async;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What comes out of a stream of Vert.x, to be gone through once. The stream is asked for no more than there is room
 * for. An exception of the stream is thrown to whoever asks for the next item, after the items that came before it.
 *
 * <p>A cancelled wait loses nothing, one may ask again. Closing takes the handlers away and lets the rest flow away
 * unseen: for an HTTP message so that its connection can go on to the next.
 *
 * @param <T> the items
 */
public final class StreamItems<T> implements AsyncIterable<T>, AsyncCloseable {
    private final ReadStream<T> stream;
    private final EventLoop loop = Asyncio.getRunningLoop();
    private final Thread thread = Thread.currentThread();
    private final int room;
    private final AsyncQueue<T> arrived = new AsyncQueue<>();
    private final Items items = new Items();
    private @Nullable Throwable failure;
    private int taken; // and not asked for again
    private boolean started;
    private boolean ended;

    StreamItems(ReadStream<T> stream, int room) {
        if (room <= 0) {
            throw new IllegalArgumentException("room has to be positive, not " + room);
        }
        this.stream = stream;
        this.room = room;
        stream.pause();
        stream.exceptionHandler(e -> onLoop(() -> end(e)));
        stream.endHandler(v -> onLoop(() -> end(null)));
        stream.handler(item -> onLoop(() -> arrive(item)));
    }

    @Override
    public AsyncIterator<T> iterator() {
        return items;
    }

    /** How many items have come and are not taken: never more than there is room for. */
    public int waiting() {
        return arrived.size();
    }

    @Override
    public Coroutine<Void> closeAsync() {
        if (!ended) {
            end(null);
            detach();
        }
        return Coroutine.done();
    }

    // ---- told by the stream --------------------------------------------------------------------

    /** Streams of {@link VertxLoop} call on the loop's thread, those of others need not. */
    private void onLoop(Runnable signal) {
        if (Thread.currentThread() == thread) {
            signal.run();
            return;
        }
        try {
            loop.callSoonThreadSafe(signal);
        } catch (IllegalStateException closed) {
            // the loop is closed: nobody goes through this any more
        }
    }

    private void arrive(T item) {
        if (!ended) {
            arrived.putNowait(item);
        }
    }

    private void end(@Nullable Throwable e) {
        if (!ended) {
            ended = true;
            failure = e;
            arrived.shutdown();
        }
    }

    private void detach() {
        quietly(() -> stream.handler(null));
        quietly(() -> stream.endHandler(null));
        // A message whose connection breaks now is nobody's; Vert.x logs what no handler takes.
        Handler<Throwable> ignored = e -> {};
        quietly(() -> stream.exceptionHandler(ignored));
        quietly(stream::resume);
    }

    private static void quietly(Runnable call) {
        try {
            call.run();
        } catch (IllegalStateException e) {
            // the stream has ended meanwhile, which not all streams take well
        }
    }

    // ---- asked by the iteration ----------------------------------------------------------------

    private void ask() {
        if (!started) {
            started = true;
            if (stream instanceof HttpServerRequest request) {
                Expectation.meet(request);
            }
            stream.fetch(room);
        } else if (taken >= (room + 1) / 2 && !ended) {
            int n = taken;
            taken = 0;
            stream.fetch(n);
        }
    }

    private final class Items implements AsyncIterator<T> {
        private @Nullable T next;

        @Override
        @Async
        public Coroutine<Boolean> hasNextAsync() {
            if (next != null) {
                return Coroutine.of(true);
            }
            ask();
            try {
                next = await(arrived.get());
            } catch (QueueShutDown end) {
                if (failure != null) {
                    return Coroutine.failed(failure);
                }
                return Coroutine.of(false);
            }
            taken++;
            return Coroutine.of(true);
        }

        @Override
        public T next() {
            T item = next;
            if (item == null) {
                throw new NoSuchElementException();
            }
            next = null;
            return item;
        }
    }

    @Override
    public String toString() {
        return "StreamItems[" + arrived.size() + " waiting" + (ended ? ", ended]" : "]");
    }
}
