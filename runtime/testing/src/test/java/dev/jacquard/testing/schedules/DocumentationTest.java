package dev.jacquard.testing.schedules;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.docstesting.DocsPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What docs/testing-schedules.md shows is what is printed. */
class DocumentationTest {
    private static final String PAGE = "docs/testing-schedules.md";
    private static int run;

    /** What is shown, as it is printed now. */
    static List<String> outputs() {
        List<String> all = new ArrayList<>();
        Program broken = Account::twoDeposits;
        Program fixed = DocumentationTest::twoDepositsLocked;
        all.add(Explorer.random(1).explore(fixed).report());
        all.add(Explorer.pct(1, 3).explore(fixed).report());
        all.add(Explorer.exhaustive(20, 100).explore(fixed).report());
        all.add(Explorer.exhaustive(2, 100).explore(fixed).report());
        all.add(Explorer.exhaustive(20, 100).runs(5).explore(fixed).report());
        all.add(message(() -> Explorer.random(1).explore(broken)));
        run = 0;
        all.add(
                message(
                        () ->
                                Explorer.fifo()
                                        .checkRepeats(Schedule.fifo(), DocumentationTest::now)));
        return all;
    }

    private static String message(Runnable fails) {
        return String.valueOf(catchThrowable(fails::run).getMessage()).strip();
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

    @TestFactory
    Stream<DynamicTest> theScenarioIsTheTests() throws IOException {
        return DocsPage.of(PAGE).tests();
    }

    @Test
    void isTrue() throws IOException {
        String page = DocsPage.of(PAGE).text();
        for (String output : outputs()) {
            assertThat(page).contains(output);
        }
    }
}
