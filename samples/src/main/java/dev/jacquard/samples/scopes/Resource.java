package dev.jacquard.samples.scopes;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;

/**
 * A resource whose closing takes time: try-with-resources awaits it.
 *
 * <p>In Python: {@code async with}, {@code __aenter__} and {@code __aexit__}.
 */
public final class Resource {
    private Resource() {}

    /** A connection that says goodbye properly. */
    static final class Connection implements AsyncCloseable {
        private final String host;

        private Connection(String host) {
            this.host = host;
        }

        @Async
        static Coroutine<Connection> open(String host) {
            System.out.println("connecting to " + host);
            await(sleep(100));
            return Coroutine.of(new Connection(host));
        }

        @Async
        Coroutine<Integer> query(String sql) {
            await(sleep(50));
            if (sql.isBlank()) {
                throw new IllegalArgumentException("empty query");
            }
            return Coroutine.of(sql.length());
        }

        @Override
        @Async
        public Coroutine<Void> closeAsync() {
            await(sleep(50));
            System.out.println("disconnected from " + host);
            return Coroutine.done();
        }
    }

    public static void main(String[] args) {
        run(demo());
    }

    @Async
    public static Coroutine<Void> demo() {
        try (var source = await(Connection.open("alpha"));
                var copy = await(Connection.open("beta"))) {
            System.out.println("rows: " + (await(source.query("select 1")) + await(copy.query("select 2"))));
        } // both are closed here, the last one first

        try (var source = await(Connection.open("gamma"))) {
            await(source.query(" "));
        } catch (IllegalArgumentException e) {
            System.out.println("after the close: " + e.getMessage());
        }
        return Coroutine.done();
    }
}
