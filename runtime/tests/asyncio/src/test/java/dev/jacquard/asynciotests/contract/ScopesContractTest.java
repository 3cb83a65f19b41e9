package dev.jacquard.asynciotests.contract;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.asynciotests.contract.Programs.number;
import static dev.jacquard.asynciotests.contract.Programs.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Runner;
import dev.jacquard.Task;
import dev.jacquard.TaskGroup;
import dev.jacquard.ThrowingAsyncFunction;
import dev.jacquard.Timeout;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code TaskGroup}, {@code Timeout}, {@code Runner}. */
class ScopesContractTest {
    @AsyncTest
    void taskGroup() {
        ThrowingAsyncFunction<Object, Integer, IOException> ofAnObject = o -> number();
        try {
            Coroutine<Integer> sum = TaskGroup.run((TaskGroup group) -> {
                Task<Integer> first = group.createTask(number());
                Task<String> second = group.createTask(text(), "second");
                return Coroutine.of(await(first) + await(second).length());
            });
            Coroutine<Integer> other = TaskGroup.run(ofAnObject); // ? super TaskGroup
            assertThat(await(sum) + await(other)).isEqualTo(6);
        } catch (IOException e) {
            fail(e);
        }
        String text = await(TaskGroup.run(group -> text())); // throws nothing
        assertThat(text).isEqualTo("text");
    }

    @AsyncTest
    void timeout() {
        Timeout timeout = Timeout.after(Duration.ofHours(1));
        try {
            Coroutine<Integer> body = timeout.run(() -> {
                timeout.reschedule(getRunningLoop().time().plusHours(2));
                return Coroutine.of(await(number()));
            });
            assertThat(await(body)).isEqualTo(1);
        } catch (IOException e) {
            fail(e);
        }
        boolean expired = timeout.isExpired();
        assertThat(expired).isFalse();
        Timeout at = Timeout.at(Duration.ofDays(1));
        Duration when = at.when();
        assertThat(when).isEqualTo(Duration.ofDays(1));
        String text = await(at.run(() -> text())); // throws nothing
        assertThat(text).isEqualTo("text");
    }

    @Test
    void runner() {
        try (Runner runner = new Runner()) { // its close() throws nothing that is checked
            AutoCloseable closeable = runner;
            String text = runner.run(text());
            EventLoop loop = runner.getLoop();
            assertThat(text).isEqualTo("text");
            assertThat(loop.isClosed()).isFalse();
            assertThat(closeable).isSameAs(runner);
        }
    }
}
