package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.Net;
import io.netty.channel.IoEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x with the running loop as its one event loop: all its handlers are called on the loop's thread, between the
 * steps of tasks. There is one per loop; it is closed with the loop, or before.
 *
 * <pre>{@code
 * HttpServer server = VertxLoop.vertx().createHttpServer();
 * }</pre>
 *
 * <p>The loop is to Vert.x what an event-loop verticle is: on its thread, whatever is not done in another context of
 * Vert.x's is done in one and the same, so {@link Vertx#currentContext()} gives that in tasks. What Vert.x does
 * elsewhere ({@code executeBlocking}, workers, virtual threads) has threads of its own.
 *
 * <p>On a loop with virtual time, as in an {@code @AsyncTest}, there are no sockets: servers and clients of the loop
 * reach one another in memory ({@link dev.jacquard.net.MemoryNetwork}), and Vert.x' timers are on the loop's clock.
 */
public final class VertxLoop implements AsyncCloseable {
    /** By the loop, until it is closed. */
    private static final Map<IoEventLoop, Slot> SLOTS = new WeakHashMap<>();

    /** What a loop has; the loop's closing is listened to once. */
    private static final class Slot {
        @Nullable
        VertxLoop open;

        CompletionStage<?> closing() {
            VertxLoop v = open;
            return v == null
                    ? CompletableFuture.completedFuture(null)
                    : v.shut().toCompletionStage();
        }
    }

    private final IoEventLoop loop;
    private final Slot slot;
    private final VertxInternal vertx;
    private final ContextInternal context;
    private @Nullable Future<Void> closed;

    private VertxLoop(Ground ground, Slot slot, VertxOptions options) {
        this.loop = ground.netty();
        this.slot = slot;
        this.vertx = ground.build(new VertxOptions(options).setEventLoopPoolSize(1));
        this.context = vertx.getOrCreateContext();
        context.beginDispatch(); // and it stays
        slot.open = this;
        vertx.addCloseHook(done -> {
            leave();
            done.succeed();
        });
    }

    /**
     * The running loop's Vert.x, with default options if it is the first call.
     *
     * @throws IllegalStateException if no loop runs on this thread, or it waits for something else
     */
    public static Vertx vertx() {
        VertxLoop v = slot(Ground.here()).open;
        return v != null ? v.vertx : open().vertx;
    }

    /** {@link #open(VertxOptions)} with Vert.x' default options, but with daemons as its threads. */
    public static VertxLoop open() {
        return open(new VertxOptions().setUseDaemonThread(true));
    }

    /**
     * Makes the running loop's Vert.x, to be closed at the end of a try-with-resources.
     *
     * @param options what it is like; there is one event loop whatever they say
     * @throws IllegalStateException if the loop has one already that is not closed, no loop runs on this thread, or it
     *     waits for something else
     */
    public static VertxLoop open(VertxOptions options) {
        Ground ground = Ground.here();
        Slot slot = slot(ground);
        if (slot.open != null) {
            throw new IllegalStateException("The running loop has a Vertx already. Take VertxLoop.vertx(), or close it"
                    + " first; its options cannot be changed.");
        }
        return new VertxLoop(ground, slot, options);
    }

    /**
     * The running loop as a transport, for a Vert.x that is built otherwise:
     * {@code Vertx.builder().withTransport(VertxLoop.transport())}. Whoever builds it closes it, before the loop is
     * closed.
     *
     * @throws IllegalStateException if no loop runs on this thread, or it waits for something else
     */
    public static Transport transport() {
        return Ground.here().transport();
    }

    private static Slot slot(Ground ground) {
        IoEventLoop loop = ground.netty();
        synchronized (SLOTS) {
            Slot slot = SLOTS.get(loop);
            if (slot == null) {
                Slot made = new Slot();
                slot = made;
                SLOTS.put(loop, made);
                Net.whenClosing(() -> {
                    synchronized (SLOTS) {
                        SLOTS.remove(loop);
                    }
                    return made.closing();
                });
            }
            return slot;
        }
    }

    /** The Vert.x. */
    public Vertx get() {
        return vertx;
    }

    /**
     * Closes Vert.x with its servers and clients, and waits until its threads have ended. The loop goes on;
     * {@link #vertx()} would make a new one. {@code vertx.close()} does the same.
     */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        await(awaitable(shut()));
        return Coroutine.done();
    }

    private Future<Void> shut() {
        Future<Void> f = closed;
        if (f == null) {
            // Vert.x ends on a thread that it makes for it, where no loop waits for what comes.
            Promise<Void> ended = Promise.promise();
            f = ended.future();
            closed = f;
            vertx.close().onComplete(ended);
        }
        return f;
    }

    /** Vert.x is being closed, on whatever thread. */
    private void leave() {
        loop.execute( // so that it is outside of what Vert.x is doing
                () -> {
                    if (slot.open == this) {
                        slot.open = null;
                    }
                    if (ContextInternal.current() == context) {
                        context.endDispatch(null);
                    }
                });
    }

    @Override
    public String toString() {
        return "VertxLoop[" + loop + "]";
    }
}
