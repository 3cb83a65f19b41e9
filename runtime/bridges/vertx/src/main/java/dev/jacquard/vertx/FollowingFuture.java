package dev.jacquard.vertx;

import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import io.vertx.core.Completable;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A future of ours that listens to one of Vert.x; promise and listener are one object. */
final class FollowingFuture<T extends @Nullable Object> extends Promise<T> implements Completable<T> {
    /**
     * A write to a connection that has gone fails before Vert.x tells the handlers of the request, which cancel its
     * task. In so many rounds it has told all.
     */
    private static final int ROUNDS = 4;

    private final Thread thread = Thread.currentThread();

    FollowingFuture(EventLoop loop) {
        super(loop);
    }

    @Override
    public void complete(T value, @Nullable Throwable failure) {
        Throwable e = failure;
        if (value instanceof ReadStream<?> stream) {
            try {
                stream.pause(); // who waits goes on after what is already on its way
            } catch (RuntimeException refused) { // else nobody would hear of it
                e = refused;
            }
        }
        if (Thread.currentThread() == thread) {
            settle(value, e);
            return;
        }
        Throwable problem = e;
        try {
            getLoop().callSoonThreadSafe(() -> settle(value, problem));
        } catch (IllegalStateException closed) {
            // the loop is closed: nobody waits any more
        }
    }

    private void settle(T value, @Nullable Throwable e) {
        if (isDone()) {
            if (value instanceof ReadStream<?> stream) {
                stream.resume(); // cancelled: let it flow away
            }
            return;
        }
        if (e == null) {
            setResult(value);
        } else if (e instanceof CancellationException) {
            cancel(e.getMessage());
        } else if (ClientGone.tells(e)) {
            failIn(ROUNDS, e);
        } else {
            setException(e);
        }
    }

    /** Whoever waits may be cancelled meanwhile, and sees that instead. */
    private void failIn(int rounds, Throwable e) {
        if (isDone()) {
            return;
        }
        if (rounds == 0 || getLoop().isClosed()) {
            setException(e);
        } else {
            getLoop().callSoon(() -> failIn(rounds - 1, e));
        }
    }
}
