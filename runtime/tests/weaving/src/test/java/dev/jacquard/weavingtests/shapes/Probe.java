package dev.jacquard.weavingtests.shapes;

import dev.jacquard.Asyncio;
import dev.jacquard.Awaitable;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks, while a task is suspended, which objects it still keeps alive. */
public final class Probe {
    private static final Map<String, WeakReference<Object>> WATCHED = new LinkedHashMap<>();
    private static final List<String> SEEN = new ArrayList<>();

    private Probe() {}

    /** An object that nothing else refers to. */
    public static StringBuilder made(String name) {
        StringBuilder object = new StringBuilder(name);
        WATCHED.put(name, new WeakReference<>(object));
        return object;
    }

    /** Uses an object, so that it lives until here. */
    public static void use(Object object) {
        if (object == null) {
            throw new AssertionError("lost");
        }
    }

    /** Suspends, and notes what of the objects made so far is alive meanwhile. */
    public static Awaitable<Integer> look() {
        return () -> look(new Promise<>());
    }

    private static Coroutine<Integer> look(Promise<Integer> promise) {
        Asyncio.getRunningLoop().callSoon(() -> {
            List<String> alive = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            WATCHED.forEach((name, object) -> {
                if (object.get() != null) {
                    alive.add(name);
                }
            });
            SEEN.add(String.join(" ", alive));
            promise.setResult(1);
        });
        return promise.asCoroutine();
    }

    static List<String> seen() {
        List<String> seen = List.copyOf(SEEN);
        SEEN.clear();
        WATCHED.clear();
        return seen;
    }
}
