package dev.jacquard.samples.patterns;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/**
 * Each line of the log says which request it belongs to, and no method has to pass that on: each task has its own value
 * of a context variable, and what it starts inherits it.
 *
 * <p>In Python: {@code contextvars.ContextVar}.
 */
public final class RequestIds {
    private static final ContextVar<String> REQUEST = ContextVar.of("request", "-");

    private RequestIds() {}

    public static void main(String[] args) {
        run(demo());
    }

    static void log(String message) {
        System.out.println("[" + REQUEST.get() + "] " + message);
    }

    @Async
    static Coroutine<Void> query(String table) {
        log("select from " + table);
        await(sleep(50));
        return Coroutine.done();
    }

    @Async
    static Coroutine<Void> handle(String id, String path) {
        REQUEST.set(id); // in the context of this task only
        log("GET " + path);
        await(gather(query("users"), query("orders"))); // two new tasks
        log("200 OK");
        return Coroutine.done();
    }

    @Async
    public static Coroutine<Void> demo() {
        log("server is up");
        await(gather(handle("r1", "/cart"), handle("r2", "/bill")));
        log("server is down");
        return Coroutine.done();
    }
}
