package dev.jacquard.net;

import dev.jacquard.EventLoop;
import dev.jacquard.Promise;
import org.jspecify.annotations.Nullable;

/** Futures of Netty as ours; both are of one thread, so there is no hop. */
@SuppressWarnings("FutureReturnValueIgnored") // of writes and closings: the channel tells
final class Promises {
    private Promises() {}

    /** Cancelling ours tries to cancel Netty's. */
    static <T> Promise<@Nullable T> of(EventLoop loop, io.netty.util.concurrent.Future<T> future) {
        Promise<@Nullable T> promise = new Promise<>(loop);
        future.addListener(f -> {
            if (promise.isDone()) {
                return;
            }
            if (f.isSuccess()) {
                promise.setResult(future.getNow());
            } else if (f.isCancelled()) {
                promise.cancel();
            } else {
                promise.setException(f.cause());
            }
        });
        promise.addDoneCallback(p -> {
            if (p.isCancelled()) {
                future.cancel(false);
            }
        });
        return promise;
    }
}
