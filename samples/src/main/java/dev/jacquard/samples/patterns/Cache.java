package dev.jacquard.samples.patterns;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncFunction;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fetches each value once, however many ask for it at the same time: what is kept is not the value but the task that
 * gets it. A failure is not kept.
 *
 * <p>In Python: a {@code dict} of {@code asyncio.Task}, and {@code await asyncio.shield(task)}.
 */
public final class Cache<K, V> {
    private final Map<K, Task<V>> tasks = new HashMap<>();
    private final AsyncFunction<? super K, V> fetch;

    Cache(AsyncFunction<? super K, V> fetch) {
        this.fetch = fetch;
    }

    /** The value; who is cancelled while it waits does not take it away from the others. */
    @Async
    Coroutine<V> get(K key) {
        Task<V> task = tasks.get(key);
        if (task == null) {
            Task<V> started = createTask(fetch.apply(key));
            tasks.put(key, started);
            started.addDoneCallback(done -> {
                if (done.isCancelled() || done.exception() != null) {
                    tasks.remove(key);
                }
            });
            task = started;
        }
        return Coroutine.of(await(shield(task)));
    }

    /** Its second answer is an error. */
    private static final class Server {
        private int requests;

        @Async
        Coroutine<String> ask(String word) {
            System.out.println("asking the server for " + word);
            await(sleep(100));
            if (++requests == 2) {
                throw new IllegalStateException("the server is down");
            }
            return Coroutine.of(word.toUpperCase(Locale.ROOT));
        }
    }

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    public static Coroutine<Void> demo() {
        var server = new Server();
        var words = new Cache<String, String>(word -> server.ask(word));
        List<String> same = await(gather(words.get("loom"), words.get("loom"), words.get("loom")));
        System.out.println(same);
        try {
            await(words.get("card"));
        } catch (IllegalStateException e) {
            System.out.println("card: " + e.getMessage());
        }
        System.out.println(await(words.get("card")));
        return Coroutine.done();
    }
}
