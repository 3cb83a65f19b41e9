package dev.jacquard.testing.schedules;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.docstesting.Page;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What docs/testing-schedules.md shows is what is printed. */
class DocumentationTest {
    private static int run;

    @TestFactory
    Stream<DynamicTest> outputs() throws IOException {
        return Page.of("docs/testing-schedules.md")
                .outputs(
                        DocumentationTest.class,
                        Map.of(
                                "reports", DocumentationTest::reports,
                                "failure",
                                        () -> message(() -> Explorer.random(1).explore(Account::twoDeposits)),
                                "repeats", DocumentationTest::repeats));
    }

    private static String reports() {
        Program fixed = DocumentationTest::twoDepositsLocked;
        return Stream.of(
                        Explorer.random(1),
                        Explorer.pct(1, 3),
                        Explorer.exhaustive(20, 100),
                        Explorer.exhaustive(2, 100),
                        Explorer.exhaustive(20, 100).runs(5))
                .map(explorer -> explorer.explore(fixed).report() + "\n")
                .collect(Collectors.joining());
    }

    private static String repeats() {
        run = 0;
        return message(() -> Explorer.fifo().checkRepeats(Schedule.fifo(), DocumentationTest::now));
    }

    private static String message(Runnable fails) {
        return String.valueOf(catchThrowable(fails::run).getMessage()).strip() + "\n";
    }

    @Async
    private static Coroutine<Void> twoDepositsLocked() {
        return Account.deposits(List.of(1, 2), true);
    }

    @Async
    private static Coroutine<Void> now() {
        if (run++ == 1) {
            await(sleep(0));
        }
        await(sleep(1000));
        return Coroutine.done();
    }
}
