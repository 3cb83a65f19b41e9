package dev.jacquard;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;

import dev.jacquard.annotations.Async;
import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Subscribes to a publisher: its signals come on any thread and are posted to the loop, on whose thread everything else
 * happens.
 */
final class PublishedItems<V> implements Flow.Subscriber<V> {
    private final BaseEventLoop loop;
    private final int bufferSize;
    private final AtomicReference<Flow.@Nullable Subscription> offered = new AtomicReference<>();

    // on the loop's thread
    private final Deque<V> buffer = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private @Nullable Promise<Void> waiter;
    private @Nullable Throwable failure;
    private int taken; // and not requested again
    private boolean ended;
    private boolean cancelled;

    private PublishedItems(BaseEventLoop loop, int bufferSize) {
        this.loop = loop;
        this.bufferSize = bufferSize;
    }

    @Async
    static <V> AsyncGenerator<V> generate(Flow.Publisher<? extends V> publisher, int bufferSize) {
        PublishedItems<V> items = new PublishedItems<>(Current.loop("Publishers.from()"), bufferSize);
        items.loop.outsideHope(1);
        try {
            publisher.subscribe(items);
            while (await(items.hasNext())) {
                emit(items.next());
            }
        } finally {
            items.loop.outsideHope(-1);
            items.cancel();
        }
        return AsyncGenerator.end();
    }

    // ---- the side of the generator -------------------------------------------------------------

    @Async
    @SuppressWarnings("NullAway") // void's value
    private Coroutine<Boolean> hasNext() {
        while (buffer.isEmpty() && !ended) {
            waiter = new Promise<>(loop);
            await(waiter);
        }
        if (buffer.isEmpty() && failure != null) {
            return Coroutine.failed(failure); // so that its trace shows this await
        }
        return Coroutine.of(!buffer.isEmpty());
    }

    private V next() {
        V item = buffer.remove();
        taken++;
        if (taken >= (bufferSize + 1) / 2 && !ended && subscription != null) {
            int n = taken;
            taken = 0;
            subscription.request(n);
        }
        return item;
    }

    private void cancel() {
        cancelled = true;
        if (subscription != null && !ended) {
            subscription.cancel();
        }
    }

    // ---- signals, on any thread ----------------------------------------------------------------

    @Override
    public void onSubscribe(Flow.Subscription s) {
        Objects.requireNonNull(s, "subscription is null");
        if (!offered.compareAndSet(null, s)) {
            s.cancel(); // it has one
            return;
        }
        post(() -> subscribed(s));
    }

    @Override
    public void onNext(V item) {
        Objects.requireNonNull(item, "item is null");
        post(() -> arrived(item));
    }

    @Override
    public void onError(Throwable e) {
        Objects.requireNonNull(e, "throwable is null");
        post(() -> ended(e));
    }

    @Override
    public void onComplete() {
        post(() -> ended(null));
    }

    private void post(Runnable signal) {
        boolean taken = loop.offer(new Job() {
            @Override
            protected void run(JobLoop on) {
                signal.run();
            }
        });
        Flow.Subscription s = offered.get();
        if (!taken && s != null) {
            s.cancel(); // the loop is closed, nobody will take anything
        }
    }

    // ---- the same on the loop's thread ---------------------------------------------------------

    private void subscribed(Flow.Subscription s) {
        if (cancelled) {
            s.cancel();
        } else {
            subscription = s;
            try {
                s.request(bufferSize);
            } catch (LoopExit e) {
                throw e;
            } catch (Throwable e) { // against the rules, but no reason for the loop to end
                ended(e);
            }
        }
    }

    private void arrived(V item) {
        if (!cancelled && !ended) {
            buffer.add(item);
            wake();
        }
    }

    private void ended(@Nullable Throwable e) {
        if (!ended) {
            ended = true;
            failure = e;
            wake();
        }
    }

    @SuppressWarnings("NullAway") // void's value
    private void wake() {
        Promise<Void> w = waiter;
        waiter = null;
        if (w != null && !w.isDone()) {
            w.setResult(null);
        }
    }

    @Override
    public String toString() {
        return "PublishedItems[" + buffer.size() + " waiting" + (ended ? ", ended]" : "]");
    }
}
