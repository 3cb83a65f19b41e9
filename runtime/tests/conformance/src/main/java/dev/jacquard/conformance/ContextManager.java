package dev.jacquard.conformance;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncFunction;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code new cm}: an async context manager whose two halves are coroutines of the scenario. */
final class ContextManager {
    private final Blocks blocks;
    private final String enter;
    private final String exit;

    ContextManager(Blocks blocks, String enter, String exit) {
        this.blocks = blocks;
        this.enter = enter;
        this.exit = exit;
    }

    /** Enters, runs the body with the value of entering, and leaves with its exception or null. */
    @Async
    Coroutine<Signal> with(AsyncFunction<@Nullable Object, Signal> body) {
        Object entered = await(blocks.coroutine(enter, List.of()));
        Signal signal;
        try {
            signal = await(body.apply(entered));
        } catch (Throwable e) {
            if (!Values.truth(await(leave(e)))) {
                throw e;
            }
            return Coroutine.of(Signal.NEXT);
        }
        await(leave(null));
        return Coroutine.of(signal);
    }

    private Coroutine<@Nullable Object> leave(@Nullable Throwable exception) {
        return blocks.coroutine(exit, Arrays.asList((Object) exception));
    }
}
