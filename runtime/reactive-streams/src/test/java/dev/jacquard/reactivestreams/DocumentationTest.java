package dev.jacquard.reactivestreams;

import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import org.junit.jupiter.api.Test;
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

    @Test
    void sumOfAPublisher() {
        int sum =
                run(
                        () ->
                                sum(
                                        ReactiveStreams.publishEach(
                                                () -> Numbers.upTo(5), getRunningLoop())));
        assertThat(sum).isEqualTo(10);
    }

    @Test
    void sumOfAGenerator() {
        int sum = run(() -> sum(ReactiveStreams.toPublisher(Numbers.upTo(5), getRunningLoop())));
        assertThat(sum).isEqualTo(10);
    }
}
