package dev.jacquard.web.client;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.testing.AsyncAssertions.assertThrowsAsync;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncEvent;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.Asyncio;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestTime;
import dev.jacquard.web.Cookie;
import dev.jacquard.web.Request;
import dev.jacquard.web.Response;
import dev.jacquard.web.WebApp;
import dev.jacquard.web.WebTester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Redirects, repetitions, limits of time and number, cookies, and what a cancellation does. */
class ClientRulesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Async
    private static Coroutine<String> seen(Request r) {
        return Coroutine.of(r.method() + " " + r.header("authorization").orElse("-") + " "
                + r.header("content-type").orElse("-") + " " + await(r.text()));
    }

    private static WebApp redirecting() {
        WebApp app = WebApp.create()
                .get("/seen", ClientRulesTest::seen)
                .post("/seen", ClientRulesTest::seen)
                .get("/loop", r -> Coroutine.of(Response.redirect("/loop")))
                .get("/bad", r -> Coroutine.of(Response.redirect("ftp://a/")));
        for (int status : List.of(301, 302, 303, 307, 308)) {
            app.post("/" + status, r -> Coroutine.of(Response.redirect(status, "/seen")));
            app.get("/" + status, r -> Coroutine.of(Response.redirect(status, "/seen")));
        }
        return app;
    }

    private static ClientSession session(WebTester t, ClientOptions.Builder options) {
        return ClientSession.create(options.baseUrl(t.server().uri().toString()).build());
    }

    @Async
    private static Coroutine<String> text(ClientRequest request) {
        return Coroutine.of(await(await(request).text()));
    }

    @AsyncTest(time = TestTime.REAL)
    void redirectsKeepTheMethodOrBecomeGet() {
        try (WebTester t = await(WebTester.start(redirecting()))) {
            for (int status : List.of(301, 302, 303)) {
                assertThat(await(text(t.client().post("/" + status).json("x")))).isEqualTo("GET - - ");
            }
            for (int status : List.of(307, 308)) {
                assertThat(await(text(t.client().post("/" + status).json("x"))))
                        .isEqualTo("POST - application/json \"x\"");
            }
            ClientResponse r = await(t.client().get("/301").header("authorization", "a"));
            assertThat(r.uri()).isEqualTo(t.server().uri().resolve("/seen"));
            assertThat(await(r.text())).isEqualTo("GET a - ");
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void anotherOriginGetsNoAuthorization() {
        try (WebTester to = await(WebTester.start(redirecting()))) {
            WebApp away = WebApp.create()
                    .get("/", r -> Coroutine.of(Response.redirect(to.server().uri() + "/seen")));
            try (WebTester from = await(WebTester.start(away))) {
                assertThat(await(text(from.client().get("/").header("Authorization", "secret"))))
                        .isEqualTo("GET - - ");
            }
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void redirectsEnd() {
        try (WebTester t = await(WebTester.start(redirecting()));
                ClientSession plain = session(t, ClientOptions.builder().followRedirects(false))) {
            assertThat(await(assertThrowsAsync(ClientException.class, t.client().get("/loop"))))
                    .hasMessageContaining("more than 10 redirects");
            assertThat(await(assertThrowsAsync(ClientException.class, t.client().get("/bad"))))
                    .hasMessageContaining("\"ftp://a/\" is no URL of http or https");
            assertThat(await(plain.get("/loop")).status()).isEqualTo(307);
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void whatIsIdempotentIsRepeated() {
        List<String> calls = new ArrayList<>();
        WebApp app = WebApp.create();
        for (String method : List.of("GET", "POST")) {
            app.route(method, "/", r -> {
                calls.add(r.method());
                Response busy = Response.of(503).header("retry-after", "0");
                return Coroutine.of(calls.size() < 3 ? busy : Response.text("third"));
            });
        }
        try (WebTester t = await(WebTester.start(app));
                ClientSession s = session(t, ClientOptions.builder().retry(2));
                ClientSession once = session(t, ClientOptions.builder().retry(1))) {
            assertThat(await(text(s.get("/")))).isEqualTo("third");
            assertThat(calls).containsExactly("GET", "GET", "GET");
            calls.clear();
            assertThat(await(once.get("/")).status()).isEqualTo(503);
            assertThat(calls).containsExactly("GET", "GET");
            calls.clear();
            assertThat(await(s.post("/")).status()).isEqualTo(503);
            assertThat(calls).containsExactly("POST");
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void aLongerWaitThanThereIsTimeIsNotBegun() {
        WebApp app = WebApp.create().get("/", r -> Coroutine.of(Response.of(429).header("retry-after", "3600")));
        try (WebTester t = await(WebTester.start(app));
                ClientSession s = session(t, ClientOptions.builder().retry(2))) {
            assertThat(await(s.get("/")).status()).isEqualTo(429);
        }
    }

    @Async
    private static AsyncGenerator<String> endless(Request r) {
        dev.jacquard.Asyncio.emit("first");
        await(sleep(HOUR));
        return AsyncGenerator.end();
    }

    @AsyncTest(time = TestTime.REAL)
    void limitsOfTimeAreTold() {
        WebApp app = WebApp.create().get("/never", r -> sleep(HOUR)).stream("/half", ClientRulesTest::endless);
        var options = ClientOptions.builder().readTimeout(Duration.ofMillis(100));
        try (WebTester t = await(WebTester.start(app));
                ClientSession s = session(t, options)) {
            for (String path : List.of("/never", "/half")) {
                Duration limit = Duration.ofMillis(100);
                var total = await(assertThrowsAsync(
                        ClientTimeoutException.class, text(t.client().get(path).timeout(limit))));
                assertThat(total.kind()).isEqualTo(ClientTimeoutException.Kind.TOTAL);
                assertThat(total)
                        .hasMessage(
                                "GET " + t.server().uri() + path + ": not done within the timeout (in all) of 100 ms");
                var read = await(assertThrowsAsync(ClientTimeoutException.class, text(s.get(path))));
                assertThat(read.kind()).isEqualTo(ClientTimeoutException.Kind.READ);
            }
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void cookiesComeBack() {
        WebApp app = WebApp.create()
                .get("/set", r -> Coroutine.of(Response.text("").cookie(Cookie.of("a", "1"))))
                .get("/get", r -> Coroutine.of(r.cookie("a").orElse("-")));
        try (WebTester t = await(WebTester.start(app));
                ClientSession without = session(t, ClientOptions.builder().cookies(false))) {
            for (ClientSession s : List.of(t.client(), without)) {
                await(text(s.get("/set")));
            }
            assertThat(await(text(t.client().get("/get")))).isEqualTo("1");
            assertThat(await(text(without.get("/get")))).isEqualTo("-");
        }
    }

    // ---- cancellation --------------------------------------------------------------------------

    @Async
    private static Coroutine<Void> untilCancelled(AsyncEvent began, AsyncEvent cancelled) {
        began.set();
        try {
            await(sleep(HOUR));
        } catch (CancelledError e) {
            cancelled.set();
            throw e;
        }
        return Coroutine.done();
    }

    @AsyncTest(time = TestTime.REAL)
    void cancellingStopsTheRequestOnTheWireAndFreesItsPlace() {
        AsyncEvent began = new AsyncEvent();
        AsyncEvent cancelled = new AsyncEvent();
        WebApp app = WebApp.create()
                .get("/wait", r -> untilCancelled(began, cancelled))
                .get("/", r -> Coroutine.of("next"));
        try (WebTester t = await(WebTester.start(app));
                ClientSession s = session(t, ClientOptions.builder().limit(1).limitPerHost(1))) {
            Task<ClientResponse> task = createTask(s.get("/wait").send());
            Task<String> queued = createTask(text(s.get("/")));
            Task<String> given = createTask(text(s.get("/")));
            await(began.waitAsync());
            given.cancel();
            await(sleep(0));
            task.cancel();
            await(cancelled.waitAsync()); // the server has seen it
            assertThat(await(queued)).isEqualTo("next");
            assertThat(task.isCancelled()).isTrue();
            assertThat(await(text(s.get("/")))).isEqualTo("next");
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void limitsHoldWhereverARequestIsCancelled() {
        int[] now = {0, 0};
        WebApp app = WebApp.create().get("/", r -> Coroutine.of(await(counted(now))));
        try (WebTester t = await(WebTester.start(app));
                ClientSession s = session(t, ClientOptions.builder().limit(2))) {
            for (int rounds = 0; rounds < 30; rounds++) {
                Task<String> task = createTask(text(s.get("/")));
                for (int i = 0; i < rounds; i++) {
                    await(sleep(0));
                }
                task.cancel();
            }
            List<Coroutine<String>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(text(s.get("/")));
            }
            now[1] = 0;
            assertThat(await(Asyncio.gather(all))).hasSize(10).containsOnly("done");
            assertThat(now[1]).isLessThanOrEqualTo(2);
        }
    }

    @Async
    private static Coroutine<String> counted(int[] now) {
        now[1] = Math.max(now[1], ++now[0]);
        try {
            await(sleep(1));
        } finally {
            now[0]--;
        }
        return Coroutine.of("done");
    }

    @AsyncTest(time = TestTime.REAL)
    void closingASessionEndsWhatIsUnderWay() {
        AsyncEvent began = new AsyncEvent();
        AsyncEvent cancelled = new AsyncEvent();
        WebApp app = WebApp.create().get("/wait", r -> untilCancelled(began, cancelled));
        try (WebTester t = await(WebTester.start(app))) {
            ClientSession s = session(t, ClientOptions.builder());
            Task<ClientResponse> task = createTask(s.get("/wait").send());
            await(began.waitAsync());
            await(s.closeAsync());
            assertThat(await(assertThrowsAsync(ClientException.class, task)))
                    .hasMessage("GET " + t.server().uri() + "/wait: the session was closed");
            await(cancelled.waitAsync());
        }
    }
}
