package dev.jacquard.vertx;

import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A stream that gives what the test says, and checks that it was asked for. */
final class FakeStream<T> implements ReadStream<T> {
    long demand = Long.MAX_VALUE;

    @Nullable
    Handler<T> handler;

    @Nullable
    Handler<Void> endHandler;

    @Nullable
    Handler<Throwable> exceptionHandler;

    void give(T item) {
        if (demand == 0) {
            throw new AssertionError("nobody has asked for " + item);
        }
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        if (handler != null) {
            handler.handle(item);
        }
    }

    void end() {
        endHandler.handle(null);
    }

    void fail(Throwable e) {
        exceptionHandler.handle(e);
    }

    @Override
    public FakeStream<T> exceptionHandler(@Nullable Handler<Throwable> handler) {
        exceptionHandler = handler;
        return this;
    }

    @Override
    public FakeStream<T> handler(@Nullable Handler<T> handler) {
        this.handler = handler;
        return this;
    }

    @Override
    public FakeStream<T> pause() {
        demand = 0;
        return this;
    }

    @Override
    public FakeStream<T> resume() {
        demand = Long.MAX_VALUE;
        return this;
    }

    @Override
    public FakeStream<T> fetch(long amount) {
        demand += amount;
        if (demand < 0) {
            demand = Long.MAX_VALUE;
        }
        return this;
    }

    @Override
    public FakeStream<T> endHandler(@Nullable Handler<Void> handler) {
        endHandler = handler;
        return this;
    }
}
