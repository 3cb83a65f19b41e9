package dev.jacquard.testing.bugs;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.testing.bugs.Steps.check;
import static dev.jacquard.testing.bugs.Steps.steps;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;

/** Not there yet, so it is made: by two. */
final class InitRace {
    private String connection;
    private Task<String> connecting;
    private int connects;

    static Coroutine<Void> broken() {
        return main(false);
    }

    static Coroutine<Void> fixed() {
        return main(true);
    }

    @Async
    private static Coroutine<Void> main(boolean fixed) {
        InitRace lazy = new InitRace();
        await(gather(lazy.use(0, fixed), lazy.use(3, fixed)));
        check(lazy.connects == 1, "connected " + lazy.connects + " times");
        return Coroutine.done();
    }

    @Async
    private Coroutine<String> use(int later, boolean fixed) {
        await(steps(later));
        return fixed ? getOnce() : get();
    }

    @Async
    private Coroutine<String> get() {
        if (connection == null) {
            connection = await(connect());
        }
        return Coroutine.of(connection);
    }

    @Async
    private Coroutine<String> getOnce() {
        if (connecting == null) {
            connecting = createTask(connect(), "connect");
        }
        return Coroutine.of(await(connecting));
    }

    @Async
    private Coroutine<String> connect() {
        connects++;
        await(steps(2));
        return Coroutine.of("connection");
    }
}
