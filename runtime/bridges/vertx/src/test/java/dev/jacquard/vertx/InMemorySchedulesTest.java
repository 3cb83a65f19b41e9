package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.schedules.Explorer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schedules are explored through clients and servers. */
class InMemorySchedulesTest {
    private int balance;
    private HttpClient client;

    /** The second deposit comes when the first one is done, unless the schedule holds that one up. */
    @Test
    void aLostUpdateOfTheServerIsFound() {
        assertThat(outcomes(Explorer.fifo())).containsExactly(2);
        List<Integer> random = outcomes(Explorer.random(1).runs(30));
        assertThat(random).hasSize(30).contains(1, 2);
        assertThat(outcomes(Explorer.random(1).runs(30)))
                .as("with the same seed")
                .isEqualTo(random);
    }

    private static List<Integer> outcomes(Explorer explorer) {
        List<Integer> outcomes = new ArrayList<>();
        explorer.explore(() -> new InMemorySchedulesTest().deposits(outcomes));
        return outcomes;
    }

    @Async
    private Coroutine<Void> deposits(List<Integer> outcomes) {
        var server = VertxLoop.vertx().createHttpServer().requestHandler(AsyncHandlers.http(this::deposit));
        await(awaitable(server.listen(80, "127.0.0.1")));
        client = VertxLoop.vertx().createHttpClient();
        await(gather(depositAfter(0), depositAfter(10)));
        outcomes.add(balance);
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> depositAfter(int steps) {
        for (int i = 0; i < steps; i++) {
            await(sleep(0));
        }
        var request = await(awaitable(client.request(HttpMethod.POST, 80, "127.0.0.1", "/")));
        await(awaitable(request.send()));
        return Coroutine.done();
    }

    @Async
    private Coroutine<Void> deposit(HttpServerRequest request) {
        int before = balance;
        await(sleep(0));
        await(sleep(0));
        balance = before + 1;
        await(awaitable(request.response().end()));
        return Coroutine.done();
    }
}
