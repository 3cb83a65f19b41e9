package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestTime;
import dev.jacquard.web.client.ClientResponse;
import java.util.ArrayList;
import java.util.List;

/** Applications on the test's loop. */
class WebTesterTest {
    record Store(String name) {}

    @Async
    private static Coroutine<String> store(Request r) {
        return Coroutine.of(await(r.provided(Store.class)).name());
    }

    @Async
    private static AsyncGenerator<ServerSentEvent> events(Request r) {
        for (int i = 0; i < 3; i++) {
            emit(ServerSentEvent.of("event " + i));
            await(sleep(1));
        }
        return AsyncGenerator.end();
    }

    private static WebApp app() {
        return WebApp.create()
                .provide(Store.class, r -> Coroutine.of(new Store("real")))
                .get("/store", WebTesterTest::store)
                .stream("/events", WebTesterTest::events);
    }

    @Async
    private static Coroutine<String> get(WebTester tester, String path) {
        try (ClientResponse r = await(tester.client().get(path))) {
            return Coroutine.of(r.status() + " " + await(r.text()));
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void overridesLeaveTheSharedApplicationAsItIs() {
        WebApp shared = app();
        try (WebTester plain = await(WebTester.start(shared));
                WebTester other = await(WebTester.of(shared)
                        .override(Store.class, r -> Coroutine.of(new Store("fake")))
                        .start())) {
            assertThat(await(get(other, "/store"))).isEqualTo("200 fake");
            assertThat(await(get(plain, "/store"))).isEqualTo("200 real");
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void eventsAreReadLineByLine() {
        try (WebTester tester = await(WebTester.start(app()))) {
            List<String> lines = new ArrayList<>();
            ClientResponse response = await(tester.client().get("/events"));
            assertThat(response.header("content-type").orElseThrow()).startsWith("text/event-stream");
            for (String line : response.lines()) {
                if (!line.isEmpty()) {
                    lines.add(line);
                }
            }
            assertThat(lines).containsExactly("data: event 0", "data: event 1", "data: event 2");
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void theLifespanIsOpenedAndClosed() {
        List<String> trail = new ArrayList<>();
        AsyncCloseable resource = () -> {
            trail.add("closed");
            return Coroutine.done();
        };
        WebApp app = app().lifespan(() -> {
            trail.add("opened");
            return Coroutine.of(resource);
        });
        try (WebTester tester = await(WebTester.start(app))) {
            assertThat(await(get(tester, "/store"))).isEqualTo("200 real");
            assertThat(trail).containsExactly("opened");
        }
        assertThat(trail).containsExactly("opened", "closed");
    }
}
