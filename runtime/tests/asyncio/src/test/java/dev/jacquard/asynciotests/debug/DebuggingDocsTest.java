package dev.jacquard.asynciotests.debug;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.runner;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.EventLoop;
import dev.jacquard.Runner;
import dev.jacquard.Task;
import dev.jacquard.docstesting.Output;
import dev.jacquard.docstesting.Page;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The examples of {@code docs/debugging.md}, {@link Shop}'s, print what the page says. */
class DebuggingDocsTest {
    @TestFactory
    @ResourceLock(Resources.SYSTEM_OUT)
    Stream<DynamicTest> outputs() throws IOException {
        return Page.of("docs/debugging.md")
                .outputs(DebuggingDocsTest.class, Map.of("order", DebuggingDocsTest::printedByOrder));
    }

    private static String printedByOrder() throws Exception {
        return Output.of(() -> {
                    try (Runner runner = runner()) {
                        EventLoop loop = runner.getLoop();
                        int total = loop.runUntilComplete(loop.createTask(Shop.order(), "order"));
                        assertThat(total).isEqualTo(11);
                    }
                })
                .replace(System.lineSeparator(), "\n")
                .replace("dev.jacquard.asynciotests.debug.", "");
    }

    @AsyncTest
    void saysWhoWaits() {
        Task<Integer> order = createTask(Shop.order(), "order");
        Task<Integer> other = createTask(order.asCoroutine(), "other");
        await(sleep(0));
        assertThat(Shop.waitingFor(order)).isEqualTo(List.of(other));
        await(other);
    }
}
