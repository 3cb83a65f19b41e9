package dev.jacquard.vertx;

import dev.jacquard.Task;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** One request and its task. */
final class Call {
    private final HttpServerResponse response;
    private @Nullable Task<?> task;
    private boolean gone;

    Call(HttpServerResponse response) {
        this.response = response;
    }

    /**
     * Its task was started.
     *
     * @return whether it has to be told when the client goes away
     */
    boolean started(@Nullable Task<?> task) {
        this.task = task;
        if (task == null || task.isDone() || response.ended()) {
            return false;
        }
        if (response.closed()) {
            closed();
            return false;
        }
        return true;
    }

    /** The connection or the stream has ended; after the response's end that is no news. */
    void closed() {
        if (!response.ended()) {
            gone = true;
            if (task != null) {
                task.cancel(Requests.GONE);
            }
        }
    }

    /** Whether nobody is there any more to be answered. */
    boolean isGone() {
        return gone || response.closed();
    }

    HttpServerResponse response() {
        return response;
    }
}
