package dev.jacquard.streams.internal;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes something on another thread that has to be closed: if nobody waits for it any more when it
 * is there, it is got rid of.
 *
 * @param <T> what is made
 */
public final class HandOff<T> implements Callable<T> {
    private final Callable<T> maker;
    private final Consumer<T> rid;
    private @Nullable T made; // with the lock on this object, as is abandoned
    private boolean abandoned;

    private HandOff(Callable<T> maker, Consumer<T> rid) {
        this.maker = maker;
        this.rid = rid;
    }

    /**
     * Makes it on the loop's executor.
     *
     * @param rid is called on either thread if the coroutine is cancelled
     */
    @Async
    public static <T> Coroutine<T> make(Callable<T> maker, Consumer<T> rid) throws IOException {
        HandOff<T> handOff = new HandOff<>(maker, rid);
        try {
            return Coroutine.of(
                    await(getRunningLoop().runInExecutor(null, handOff), IOException.class));
        } catch (Throwable e) {
            handOff.abandon();
            throw e;
        }
    }

    @Override
    public T call() throws Exception {
        T result = maker.call();
        synchronized (this) {
            made = result;
            if (!abandoned) {
                return result;
            }
        }
        rid.accept(result);
        return result; // to nobody
    }

    private void abandon() {
        T left;
        synchronized (this) {
            abandoned = true;
            left = made;
        }
        if (left != null) {
            rid.accept(left);
        }
    }
}
