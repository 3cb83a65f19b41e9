package dev.jacquard.reactivestreams;

import dev.jacquard.Publishers;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;

/** The publisher of the core, whose failure comes from the function that makes the iterable. */
public class FlowPublisherTck extends FlowPublisherVerification<Integer> {
    private final LoopThread thread = new LoopThread();

    public FlowPublisherTck() {
        super(new TestEnvironment(3000, 50), 100);
    }

    @Override
    public Flow.Publisher<Integer> createFlowPublisher(long elements) {
        return Publishers.publishEach(() -> Numbers.upTo(elements), thread.loop);
    }

    @Override
    public Flow.Publisher<Integer> createFailedFlowPublisher() {
        return Publishers.publishEach(
                () -> {
                    throw new IllegalArgumentException("no numbers");
                },
                thread.loop);
    }

    @AfterClass
    public void stop() {
        thread.close();
    }
}
