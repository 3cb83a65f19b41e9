package dev.jacquard.vertx;

import dev.jacquard.Asyncio;
import dev.jacquard.Context;
import dev.jacquard.Coroutine;
import dev.jacquard.ErrorContext;
import dev.jacquard.EventLoop;
import dev.jacquard.LoopExit;
import dev.jacquard.Task;
import org.jspecify.annotations.Nullable;

/** What handlers have in common that serve each request with a task of the loop. */
final class Requests {
    static final String GONE = ClientGone.MESSAGE;

    /** Why a stream of HTTP/2 is broken off, in the words of RFC 9113; HTTP/1 has none for it. */
    static final long INTERNAL_ERROR = 2;

    static final long CANCEL = 8;

    private final EventLoop loop;
    private final Thread thread = Thread.currentThread();
    private final Context context = Context.copyCurrent();

    /** Made on the loop; requests see the context variables of this moment. */
    Requests() {
        this.loop = Asyncio.getRunningLoop();
    }

    /** A copy for one request. */
    Context newContext() {
        return context.copy();
    }

    /**
     * Does the first step of a task at once, so that it can still set handlers for what comes with the request.
     *
     * @return null if the step has left the loop
     */
    @Nullable
    Task<?> start(Coroutine<?> coroutine, Context in) {
        if (Thread.currentThread() != thread) {
            coroutine.close();
            throw new IllegalStateException("A handler that was made on the loop of thread \""
                    + thread.getName()
                    + "\" was called on thread \""
                    + Thread.currentThread().getName()
                    + "\". Use it with the Vertx of that loop: VertxLoop.vertx().");
        }
        try {
            return Task.create(loop, coroutine, null, in, true);
        } catch (LoopExit e) {
            loop.callSoon( // Vert.x would only log it
                    () -> {
                        throw e;
                    });
            return null;
        }
    }

    /** Tells what nobody else can be told. */
    void tell(String message, Throwable e, Object source) {
        loop.callExceptionHandler(new ErrorContext(message, e, source));
    }

    /** Tells of an exception of a request whose client has gone, unless that is what it says. */
    void tellLate(Throwable e, Object source) {
        if (!ClientGone.tells(e)) {
            tell("Exception in a handler whose client has gone away", e, source);
        }
    }
}
