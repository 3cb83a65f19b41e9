package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes something on another thread that has to be closed: if nobody waits for it any more when it is there, it is got
 * rid of. {@link Asyncio#toThread(Callable, Consumer)}.
 *
 * @param <T> what is made
 */
final class HandOff<T extends @Nullable Object> implements Callable<T> {
    private final Callable<T> maker;
    private final Consumer<? super T> rid;
    private @Nullable T made; // with the lock on this object, as is abandoned
    private boolean abandoned;

    private HandOff(Callable<T> maker, Consumer<? super T> rid) {
        this.maker = maker;
        this.rid = rid;
    }

    @Async
    static <T extends @Nullable Object> Coroutine<T> make(Callable<T> maker, Consumer<? super T> rid) {
        BaseEventLoop loop = Current.loop("toThread()");
        Context context = loop.copyContext();
        HandOff<T> handOff = new HandOff<>(() -> context.call(maker), rid);
        try {
            return Coroutine.of(await(loop.runInExecutor(null, handOff)));
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
