package dev.jacquard.samples.patterns;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.shield;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncFunction;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes one call of many: what is asked for in the same turn of the loop is fetched in a batch. Each asker gets its own
 * value, or the batch's error, or that there is none; who is cancelled takes nothing away from the others.
 *
 * <p>In Python: aiodataloader's {@code DataLoader}.
 */
public final class Loader<K, V> {
    private final AsyncFunction<Set<K>, Map<K, V>> fetch;
    private Map<K, Promise<V>> waiting = new LinkedHashMap<>();

    Loader(AsyncFunction<Set<K>, Map<K, V>> fetch) {
        this.fetch = fetch;
    }

    /** The value of a key. */
    @Async
    Coroutine<V> get(K key) {
        if (waiting.isEmpty()) {
            getRunningLoop().callSoon(this::next);
        }
        Promise<V> promise = waiting.computeIfAbsent(key, k -> new Promise<>());
        return Coroutine.of(await(shield(promise)));
    }

    private void next() {
        Map<K, Promise<V>> batch = waiting;
        waiting = new LinkedHashMap<>();
        createTask(fetchAll(batch));
    }

    @Async
    private Coroutine<Void> fetchAll(Map<K, Promise<V>> batch) {
        try {
            Map<K, V> values = await(fetch.apply(batch.keySet()));
            batch.forEach((key, promise) -> hand(key, values.get(key), promise));
        } catch (RuntimeException e) {
            batch.values().forEach(promise -> promise.setException(e));
        }
        return Coroutine.done();
    }

    private static <K, V> void hand(K key, @Nullable V value, Promise<V> promise) {
        if (value == null) {
            promise.setException(new NoSuchElementException("the batch has nothing for " + key));
        } else {
            promise.setResult(value);
        }
    }

    @Async
    private static Coroutine<Map<Integer, String>> query(Set<Integer> ids) {
        System.out.println("select ... where id in " + ids);
        await(sleep(10));
        return Coroutine.of(ids.stream().collect(Collectors.toMap(id -> id, id -> "user " + id)));
    }

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    public static Coroutine<Void> demo() {
        var users = new Loader<Integer, String>(ids -> query(ids));
        List<String> page = await(gather(users.get(1), users.get(2), users.get(1), users.get(3)));
        System.out.println(page);
        System.out.println(await(users.get(4)));
        return Coroutine.done();
    }
}
