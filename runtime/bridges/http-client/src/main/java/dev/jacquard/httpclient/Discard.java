package dev.jacquard.httpclient;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

/** Subscribes to a body that nobody reads, to cancel it: the connection is not kept for it. */
final class Discard implements Flow.Subscriber<List<ByteBuffer>> {
    private Discard() {}

    static void cancel(Flow.Publisher<List<ByteBuffer>> body) {
        body.subscribe(new Discard());
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> item) {}

    @Override
    public void onError(Throwable e) {}

    @Override
    public void onComplete() {}
}
