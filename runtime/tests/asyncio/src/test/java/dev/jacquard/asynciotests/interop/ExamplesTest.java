package dev.jacquard.asynciotests.interop;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.runCoroutineThreadSafe;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.toThread;
import static dev.jacquard.Asyncio.toThreadInterruptibly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncExitStack;
import dev.jacquard.AsyncGenerator;
import dev.jacquard.Awaitable;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.OutsideWork;
import dev.jacquard.Promise;
import dev.jacquard.Publishers;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/interop.md. */
class ExamplesTest extends Programs {
    @TempDir
    Path directory;

    // ---- stages --------------------------------------------------------------------------------

    // doc: stage
    @Async
    static CompletableFuture<Integer> total(CompletableFuture<Integer> a, CompletableFuture<Integer> b) {
        return CompletableFuture.completedFuture(await(a) + await(b)); // starts at once, needs no loop
    }

    // end

    @Test
    void stage() {
        var a = new CompletableFuture<Integer>();
        var total = total(a, CompletableFuture.completedFuture(2));
        a.complete(1);
        assertThat(total).isCompletedWithValue(3);
    }

    // doc: from-a-thread
    static String askFromAnotherThread(EventLoop loop) {
        return runCoroutineThreadSafe(answer("42"), loop).join(); // blocks this thread, not the loop's
    }

    // end

    @Async
    static Coroutine<String> answer(String s) {
        await(sleep(1));
        return Coroutine.of("answer " + s);
    }

    @Test
    void fromAThread() {
        String answer = run(() -> {
            EventLoop loop = getRunningLoop();
            return toThread(() -> askFromAnotherThread(loop));
        });
        assertThat(answer).isEqualTo("answer 42");
    }

    // ---- threads -------------------------------------------------------------------------------

    // doc: to-thread
    @Async
    static Coroutine<Integer> countLines(Path file) throws IOException {
        List<String> lines = await(toThread(() -> Files.readAllLines(file)), IOException.class);
        return Coroutine.of(lines.size());
    }

    // end

    @Test
    void toAThread() throws IOException {
        Path file = directory.resolve("lines");
        Files.writeString(file, "one\ntwo\n");
        assertThat(run(countLines(file))).isEqualTo(2);
    }

    // doc: interruptibly
    @Async
    static Coroutine<String> next(BlockingQueue<String> queue) {
        return toThreadInterruptibly(queue::take); // cancelled, the thread does not wait for ever
    }

    // end

    @AsyncTest
    void interruptibly() {
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        var task = createTask(next(queue));
        await(sleep(0));
        task.cancel();
        assertThat(await(OnVirtualTime.thrownBy(task))).isInstanceOf(CancelledError.class);
        queue.add("one");
        assertThat(await(next(queue))).as("nobody else takes it").isEqualTo("one");
    }

    // doc: blocking-future
    @Async
    static Coroutine<String> legacy(java.util.concurrent.Future<String> future) {
        return Coroutine.of(await(Awaitable.ofBlocking(future)).strip());
    }

    // end

    @Test
    void blockingFuture() {
        var task = new java.util.concurrent.FutureTask<>(() -> " x ");
        new Thread(task).start();
        assertThat(run(legacy(task))).isEqualTo("x");
    }

    // ---- virtual time --------------------------------------------------------------------------

    // doc: outside-work
    @Async
    static Coroutine<String> measured() {
        EventLoop loop = getRunningLoop();
        Promise<String> result = new Promise<>();
        OutsideWork work = loop.outsideWork(); // virtual time stands still until it is closed
        new Thread(() -> {
                    String measured = "21 °C";
                    loop.callSoonThreadSafe(() -> result.setResult(measured));
                    work.close();
                })
                .start();
        return Coroutine.of(await(result));
    }

    // end

    @Test
    void outsideWork() {
        assertThat(OnVirtualTime.run(() -> measured())).isEqualTo("21 °C");
    }

    // ---- publishers ----------------------------------------------------------------------------

    // doc: from-publisher
    @Async
    static Coroutine<Integer> firstAbove(int limit, Flow.Publisher<Integer> prices) {
        try (var items = Publishers.from(prices, 16)) { // at most 16 wait to be taken
            for (int price : items) {
                if (price > limit) {
                    return Coroutine.of(price); // closing cancels the subscription
                }
            }
        }
        return Coroutine.of(-1);
    }

    // end

    @Test
    void fromPublisher() {
        int first = run(() -> {
            try (var publisher = new SubmissionPublisher<Integer>()) {
                var found = createTask(firstAbove(5, publisher));
                while (publisher.getNumberOfSubscribers() == 0) {
                    await(sleep(0));
                }
                for (int i = 0; i < 10; i++) {
                    publisher.offer(i, null);
                }
                return Coroutine.of(await(found));
            }
        });
        assertThat(first).isEqualTo(6);
    }

    // doc: to-publisher
    @Async
    static AsyncGenerator<String> pages(int n) {
        for (int i = 1; i <= n; i++) {
            await(sleep(10)); // fetches it
            emit("page " + i);
        }
        return AsyncGenerator.end();
    }

    static Flow.Publisher<String> publish(EventLoop loop) {
        return Publishers.publishEach(() -> pages(3), loop); // a generator for each subscriber
    }

    // end

    @AsyncTest
    void toPublisher() {
        List<String> all = new ArrayList<>();
        for (String page : Publishers.from(publish(getRunningLoop()))) {
            all.add(page);
        }
        assertThat(all).containsExactly("page 1", "page 2", "page 3");
    }

    // ---- closing -------------------------------------------------------------------------------

    // doc: closing
    @Async
    static Coroutine<String> firstPage() {
        try (var pages = pages(100)) { // Python's aclosing(pages(100))
            for (String page : pages) {
                return Coroutine.of(page);
            }
        }
        return Coroutine.of("none");
    }

    // end

    @Test
    void closing() {
        assertThat(OnVirtualTime.run(() -> firstPage())).isEqualTo("page 1");
    }

    interface Link extends AsyncCloseable {}

    @Async
    Coroutine<Link> connect(String host) {
        await(sleep(1));
        return Coroutine.of(() -> {
            await(sleep(1));
            trail.add("closed " + host);
            return Coroutine.done();
        });
    }

    // doc: exit-stack
    @Async
    Coroutine<Integer> connectAll(List<String> hosts) {
        try (var stack = new AsyncExitStack()) {
            List<Link> links = new ArrayList<>();
            for (String host : hosts) {
                links.add(await(stack.enter(connect(host)))); // closed last first, whatever happens
            }
            return Coroutine.of(links.size());
        }
    }

    // end

    @Test
    void exitStack() {
        assertThat(OnVirtualTime.run(() -> connectAll(List.of("a", "b")))).isEqualTo(2);
        assertThat(trail).containsExactly("closed b", "closed a");
    }
}
