package dev.jacquard.reactivestreams;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import org.reactivestreams.Publisher;

/** The example of docs/interop.md. */
class DocumentationTest {
    // doc: reactive-streams
    @Async
    static Coroutine<Integer> sum(Publisher<Integer> numbers) { // of Reactor, RxJava, R2DBC, ...
        int sum = 0;
        try (var items = ReactiveStreams.from(numbers)) {
            for (int n : items) {
                sum += n;
            }
        }
        return Coroutine.of(sum);
    }

    // end

    @AsyncTest
    void sumOfAPublisher() {
        var publisher = ReactiveStreams.publishEach(() -> Numbers.upTo(5), getRunningLoop());
        assertThat(await(sum(publisher))).isEqualTo(10);
    }

    @AsyncTest
    void sumOfAGenerator() {
        var publisher = ReactiveStreams.toPublisher(Numbers.upTo(5), getRunningLoop());
        assertThat(await(sum(publisher))).isEqualTo(10);
    }
}
