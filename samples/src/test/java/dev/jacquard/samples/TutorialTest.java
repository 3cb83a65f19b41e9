package dev.jacquard.samples;

import dev.jacquard.Coroutine;
import dev.jacquard.docstesting.Page;
import dev.jacquard.samples.outside.Threads;
import dev.jacquard.samples.queues.ProducersAndConsumers;
import dev.jacquard.samples.scopes.CleanUp;
import dev.jacquard.samples.scopes.Groups;
import dev.jacquard.samples.scopes.Shields;
import dev.jacquard.samples.scopes.Timeouts;
import dev.jacquard.samples.streams.PagedFetch;
import dev.jacquard.samples.sync.Locks;
import dev.jacquard.samples.sync.Semaphores;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The programs print what the tutorial says. */
class TutorialTest {
    @TestFactory
    Stream<DynamicTest> outputs() throws IOException {
        return Page.of("docs/tutorial.md")
                .outputs(
                        TutorialTest.class,
                        Map.of(
                                "Concurrent",
                                printed(Concurrent::sequential, Concurrent::concurrent, Concurrent::gathered),
                                "Groups",
                                printed(Groups::demo),
                                "Locks",
                                printed(Locks::demo),
                                "Semaphores",
                                printed(Semaphores::demo),
                                "ProducersAndConsumers",
                                printed(ProducersAndConsumers::demo),
                                "PagedFetch",
                                printed(PagedFetch::demo),
                                "Timeouts",
                                printed(Timeouts::demo),
                                "CleanUp",
                                printed(CleanUp::demo),
                                "Shields",
                                printed(Shields::demo),
                                "Threads",
                                printed(Threads::demo)));
    }

    @SafeVarargs
    private static Callable<String> printed(Supplier<Coroutine<?>>... programs) {
        return () -> {
            StringBuilder all = new StringBuilder();
            for (Supplier<Coroutine<?>> program : programs) {
                VirtualRun.lines(program.get()).forEach(line -> all.append(line).append('\n'));
            }
            return all.toString();
        };
    }
}
