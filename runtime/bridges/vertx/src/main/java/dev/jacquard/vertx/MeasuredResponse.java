package dev.jacquard.vertx;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/** A response that lets pass as many bytes as it has promised. */
final class MeasuredResponse implements WriteStream<Buffer> {
    private final HttpServerResponse response;
    private final long length;
    private long written;

    MeasuredResponse(HttpServerResponse response, long length) {
        this.response = response;
        this.length = length;
    }

    @Override
    public Future<Void> write(Buffer data) {
        if (data.length() > length - written) {
            throw misfit("at least " + (written + data.length()) + " are to be");
        }
        written += data.length();
        return response.write(data);
    }

    /** @throws IllegalStateException if bytes are missing */
    void checkAll() {
        if (written < length) {
            throw misfit("only " + written + " were");
        }
    }

    private IllegalStateException misfit(String bytes) {
        return new IllegalStateException("The response has a Content-Length of "
                + length
                + ", but "
                + bytes
                + " written. Set no Content-Length if the length is not known before.");
    }

    @Override
    public Future<Void> end() {
        return response.end();
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        response.exceptionHandler(handler);
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        response.setWriteQueueMaxSize(maxSize);
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return response.writeQueueFull();
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        response.drainHandler(handler);
        return this;
    }
}
