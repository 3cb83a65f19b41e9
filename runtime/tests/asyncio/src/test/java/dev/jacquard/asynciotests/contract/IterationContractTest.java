package dev.jacquard.asynciotests.contract;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.contract.Programs.letters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncExitStack;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code try} and {@code for} that await. */
class IterationContractTest {
    private static final class Resource implements AsyncCloseable {
        private boolean closed;

        @Override
        @Async
        public Coroutine<Void> closeAsync() {
            await(sleep(1));
            closed = true;
            return Coroutine.done();
        }
    }

    /** Counts down to one. */
    private static final class Countdown implements AsyncIterable<Integer> {
        private int n = 3;

        @Override
        public AsyncIterator<Integer> iterator() {
            return new AsyncIterator<>() {
                @Override
                @Async
                public Coroutine<Boolean> hasNextAsync() {
                    await(sleep(1));
                    return Coroutine.of(n > 0);
                }

                @Override
                public Integer next() {
                    return n--;
                }
            };
        }
    }

    @AsyncTest
    void closeable() {
        Resource resource = new Resource();
        try (resource) { // throws nothing that is checked
            AutoCloseable closeable = resource;
            assertThat(closeable).isNotNull();
        }
        assertThat(resource.closed).isTrue();
        Coroutine<Void> again = resource.closeAsync();
        await(again);
    }

    @Test
    void closeableOutsideOfAsyncCode() {
        assertThatThrownBy(new Resource()::close).isInstanceOf(IllegalStateException.class);
    }

    @AsyncTest
    void iterable() {
        AsyncIterable<Integer> countdown = new Countdown();
        Iterable<Integer> ofJava = countdown;
        assertThat(ofJava).isNotNull();
        List<Integer> seen = new ArrayList<>();
        for (Integer n : countdown) {
            seen.add(n);
        }
        assertThat(seen).containsExactly(3, 2, 1);
    }

    @AsyncTest
    void iterator() {
        AsyncIterator<String> iterator = letters().iterator();
        Iterator<String> ofJava = iterator;
        Coroutine<Boolean> first = iterator.hasNextAsync();
        Coroutine<Boolean> second = iterator.hasNextAsync();
        assertThat(await(first)).isTrue();
        assertThat(await(second)).isTrue(); // it is the same item
        String a = iterator.next();
        boolean hasNext = iterator.hasNext(); // awaited as well
        String b = ofJava.next();
        assertThat(a + b).isEqualTo("ab");
        assertThat(hasNext).isTrue();
        assertThat(await(iterator.hasNextAsync())).isFalse();
    }

    @Async
    private static AsyncGenerator<String> echo() {
        Object received = "";
        for (; ; ) {
            try {
                received = dev.jacquard.Asyncio.emitAndReceive("got " + received);
            } catch (IllegalArgumentException e) {
                received = e.getMessage();
            }
        }
    }

    @AsyncTest
    void generator() {
        try (AsyncGenerator<String> echo = echo()) {
            AsyncIterable<String> iterable = echo;
            AsyncCloseable closeable = echo;
            assertThat(iterable).isSameAs(closeable);
            Coroutine<String> next = echo.nextAsync();
            assertThat(await(next)).isEqualTo("got ");
            Coroutine<String> sent = echo.send(1);
            assertThat(await(sent)).isEqualTo("got 1");
            Coroutine<String> thrown = echo.throwInto(new IllegalArgumentException("x"));
            assertThat(await(thrown)).isEqualTo("got x");
            Coroutine<Void> closed = echo.closeAsync();
            await(closed);
        }
    }

    @AsyncTest
    void exitStack() {
        Resource resource = new Resource();
        try (AsyncExitStack stack = new AsyncExitStack()) {
            AsyncCloseable closeable = stack;
            assertThat(closeable).isNotNull();
            Resource entered = stack.enter(resource);
            assertThat(entered).isSameAs(resource);
        }
        assertThat(resource.closed).isTrue();
    }
}
