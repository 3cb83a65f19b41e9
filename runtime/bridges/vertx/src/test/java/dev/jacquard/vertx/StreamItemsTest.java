package dev.jacquard.vertx;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.vertx.VertxFutures.awaitable;
import static dev.jacquard.vertx.VertxStreams.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestTime;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.io.TempDir;

@AsyncSettings(time = TestTime.REAL)
class StreamItemsTest {
    private final FakeStream<Integer> stream = new FakeStream<>();

    @Async
    static Coroutine<List<Integer>> drain(StreamItems<Integer> items, List<Integer> seen) {
        try (items) {
            for (Integer i : items) {
                seen.add(i);
            }
        }
        return Coroutine.of(seen);
    }

    @AsyncTest
    void isPausedUntilItIsAskedAndAskedForWhatThereIsRoomFor() {
        StreamItems<Integer> items = items(stream, 4);
        assertThat(stream.demand).isZero();
        var iterator = items.iterator();
        Task<Boolean> first = createTask(iterator.hasNextAsync());
        await(sleep(0));
        assertThat(stream.demand).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            stream.give(i);
        }
        assertThat(stream.demand).isZero();
        assertThat(await(first)).isTrue();
        assertThat(items.waiting()).isEqualTo(3);
        assertThat(iterator.next()).isZero();
        assertThat(await(iterator.hasNextAsync())).isTrue();
        assertThat(await(iterator.hasNextAsync())).as("idempotent").isTrue();
        assertThat(stream.demand).isZero();
        assertThat(iterator.next()).isEqualTo(1);
        await(iterator.hasNextAsync());
        assertThat(stream.demand).as("half of it is taken").isEqualTo(2);
        await(items.closeAsync());
    }

    @AsyncTest
    void neverHoldsMoreThanThereIsRoomFor() {
        StreamItems<Integer> items = items(stream, 3);
        Task<List<Integer>> task = createTask(drain(items, new ArrayList<>()));
        List<Integer> given = new ArrayList<>();
        while (given.size() < 100) {
            await(sleep(0));
            while (stream.demand > 0) {
                stream.give(given.size());
                given.add(given.size());
                assertThat(items.waiting()).isLessThanOrEqualTo(3);
            }
        }
        stream.end();
        assertThat(await(task)).isEqualTo(given);
    }

    @AsyncTest
    void anErrorComesAfterTheItemsBefore() {
        List<Integer> seen = new ArrayList<>();
        Task<List<Integer>> task = createTask(drain(items(stream), seen));
        await(sleep(0));
        stream.give(1);
        stream.give(2);
        IOException e = new IOException("broken");
        stream.fail(e);
        assertThat(await(VertxFuturesTest.failureOf(task))).isSameAs(e);
        assertThat(seen).containsExactly(1, 2);
    }

    @AsyncTest
    void closingDetachesAndLetsTheRestFlowAway() {
        StreamItems<Integer> items = items(stream);
        await(items.closeAsync());
        assertThat(stream.handler).isNull();
        assertThat(stream.endHandler).isNull();
        assertThat(stream.demand).isEqualTo(Long.MAX_VALUE);
        stream.give(1);
        assertThat(items.waiting()).isZero();
        assertThat(await(items.iterator().hasNextAsync())).isFalse();
        assertThatThrownBy(() -> items.iterator().next()).isInstanceOf(NoSuchElementException.class);
    }

    @AsyncTest
    void cancellingTheIterationClosesIt() {
        Task<List<Integer>> task = createTask(drain(items(stream), new ArrayList<>()));
        await(sleep(0));
        task.cancel();
        assertThat(await(VertxFuturesTest.failureOf(task))).isInstanceOf(CancelledError.class);
        assertThat(stream.handler).isNull();
        assertThat(stream.demand).isEqualTo(Long.MAX_VALUE);
    }

    @AsyncTest
    void aCancelledWaitLosesNothing() {
        StreamItems<Integer> items = items(stream);
        var iterator = items.iterator();
        Task<Boolean> early = createTask(iterator.hasNextAsync());
        await(sleep(0));
        early.cancel();
        await(sleep(0));
        stream.give(1);
        Task<Boolean> woken = createTask(iterator.hasNextAsync());
        Task<Boolean> late = createTask(iterator.hasNextAsync());
        await(sleep(0));
        stream.give(2);
        late.cancel(); // after it was woken
        await(woken);
        List<Integer> seen = new ArrayList<>();
        seen.add(iterator.next());
        stream.end();
        while (await(iterator.hasNextAsync())) {
            seen.add(iterator.next());
        }
        assertThat(seen).containsExactly(1, 2);
    }

    @AsyncTest
    void aStreamMayCallFromElsewhere() {
        Task<List<Integer>> task = createTask(drain(items(stream), new ArrayList<>()));
        await(sleep(0));
        new Thread(() -> {
                    stream.give(1);
                    stream.give(2);
                    stream.end();
                })
                .start();
        assertThat(await(task)).containsExactly(1, 2);
    }

    @AsyncTest
    void thereHasToBeRoom() {
        assertThatThrownBy(() -> items(stream, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @AsyncTest
    void readsAFileAndWritesOne(@TempDir Path folder) throws IOException {
        Path from = folder.resolve("from");
        byte[] bytes = new byte[1_000_003];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 3);
        }
        Files.write(from, bytes);
        var files = VertxLoop.vertx().fileSystem();
        AsyncFile in = await(awaitable(files.open(from.toString(), new OpenOptions())));
        Path to = folder.resolve("to");
        AsyncFile out = await(awaitable(files.open(to.toString(), new OpenOptions().setCreate(true))));
        await(VertxStreams.writeAll(items(in), out));
        await(awaitable(out.close()));
        await(awaitable(in.close()));
        assertThat(Files.readAllBytes(to)).isEqualTo(bytes);
    }

    @AsyncTest
    void readsAllWithinALimit() {
        FakeStream<Buffer> small = new FakeStream<>();
        Task<Buffer> task = createTask(VertxStreams.readAll(small, 4));
        await(sleep(0));
        small.give(Buffer.buffer("ab"));
        small.give(Buffer.buffer("cd"));
        small.end();
        assertThat(await(task).toString()).isEqualTo("abcd");
        FakeStream<Buffer> big = new FakeStream<>();
        Task<Buffer> failing = createTask(VertxStreams.readAll(big, 4));
        await(sleep(0));
        big.give(Buffer.buffer("abc"));
        big.give(Buffer.buffer("de"));
        assertThat(await(VertxFuturesTest.failureOf(failing)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("4 bytes");
        assertThat(big.handler).isNull();
    }
}
