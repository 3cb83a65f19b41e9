package dev.jacquard.reactivestreams;

import dev.jacquard.Asyncio;
import dev.jacquard.EventLoop;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.AfterClass;

/** The publisher that {@link ReactiveStreams#toPublisher} makes. */
public class PublisherTck extends PublisherVerification<Integer> {
    private final LoopThread thread = new LoopThread();

    public PublisherTck() {
        super(new TestEnvironment(3000, 50), 100);
    }

    @Override
    public Publisher<Integer> createPublisher(long elements) {
        return ReactiveStreams.publishEach(() -> Numbers.upTo(elements), thread.loop);
    }

    @Override
    public Publisher<Integer> createFailedPublisher() {
        EventLoop closed = Asyncio.newEventLoop();
        closed.close();
        return ReactiveStreams.publishEach(() -> Numbers.upTo(1), closed);
    }

    @AfterClass
    public void stop() {
        thread.close();
    }
}
