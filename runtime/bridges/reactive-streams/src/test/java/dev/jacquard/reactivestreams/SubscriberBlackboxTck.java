package dev.jacquard.reactivestreams;

import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;

/** The subscriber behind {@link ReactiveStreams#from}, seen from outside. */
public class SubscriberBlackboxTck extends SubscriberBlackboxVerification<Integer> {
    private final LoopThread thread = new LoopThread();

    public SubscriberBlackboxTck() {
        super(new TestEnvironment(3000, 50));
    }

    @Override
    public Subscriber<Integer> createSubscriber() {
        return Subscribers.on(thread, 4, item -> {});
    }

    @Override
    public Integer createElement(int element) {
        return element;
    }

    @AfterClass
    public void stop() {
        thread.close();
    }
}
