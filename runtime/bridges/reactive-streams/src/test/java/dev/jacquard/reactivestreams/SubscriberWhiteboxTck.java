package dev.jacquard.reactivestreams;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;

/** The subscriber behind {@link ReactiveStreams#from}, with what the task that iterates sees. */
public class SubscriberWhiteboxTck extends SubscriberWhiteboxVerification<Integer> {
    private final LoopThread thread = new LoopThread();

    public SubscriberWhiteboxTck() {
        super(new TestEnvironment(3000, 50));
    }

    @Override
    public Integer createElement(int element) {
        return element;
    }

    @Override
    public Subscriber<Integer> createSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
        CompletableFuture<Subscriber<? super Integer>> subscriber = new CompletableFuture<>();
        CompletableFuture<Void> task =
                Asyncio.runCoroutineThreadSafe(takeAll(subscriber::complete, probe), thread.loop);
        return new Told(subscriber.join(), probe, task);
    }

    @Async
    private static Coroutine<Void> takeAll(Publisher<Integer> publisher, WhiteboxSubscriberProbe<Integer> probe) {
        try (var items = ReactiveStreams.from(publisher, 4)) {
            for (int item : items) {
                probe.registerOnNext(item);
            }
            probe.registerOnComplete();
        } catch (Exception e) {
            probe.registerOnError(e);
        }
        return Coroutine.done();
    }

    /** Tells the TCK of the subscription, which the task never sees; the task cancels it. */
    private record Told(
            Subscriber<? super Integer> subscriber,
            WhiteboxSubscriberProbe<Integer> probe,
            CompletableFuture<Void> task)
            implements Subscriber<Integer> {
        @Override
        public void onSubscribe(Subscription s) {
            subscriber.onSubscribe(s);
            probe.registerOnSubscribe(new SubscriberPuppet() {
                @Override
                public void triggerRequest(long elements) {
                    // it requests by itself
                }

                @Override
                public void signalCancel() {
                    task.cancel(false);
                }
            });
        }

        @Override
        public void onNext(Integer item) {
            subscriber.onNext(item);
        }

        @Override
        public void onError(Throwable e) {
            subscriber.onError(e);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }

    @AfterClass
    public void stop() {
        thread.close();
    }
}
