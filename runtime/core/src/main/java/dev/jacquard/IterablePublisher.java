package dev.jacquard;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.annotations.Async;
import dev.jacquard.loop.Job;
import dev.jacquard.loop.JobLoop;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Publishes what iterables give: one task per subscriber. */
final class IterablePublisher<V> implements Flow.Publisher<V> {
    /** After so many items in one go the loop's other tasks have their turn. */
    private static final int BATCH = 128;

    private final Supplier<? extends AsyncIterable<? extends V>> source;
    private final BaseEventLoop loop;

    IterablePublisher(Supplier<? extends AsyncIterable<? extends V>> source, BaseEventLoop loop) {
        this.source = source;
        this.loop = loop;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super V> subscriber) {
        Delivery<V> delivery = new Delivery<>(this, Objects.requireNonNull(subscriber, "subscriber is null"));
        if (!loop.offer(delivery.new Start())) {
            delivery.loopClosed();
        }
    }

    private static final class Delivery<V> implements Flow.Subscription {
        private final IterablePublisher<V> publisher;
        private final BaseEventLoop loop;
        private volatile boolean cancelled;

        // on the loop's thread
        private Flow.@Nullable Subscriber<? super V> subscriber; // null: it has ended
        private @Nullable Task<?> task;
        private @Nullable Promise<Void> waiter;
        private @Nullable Throwable misuse;
        private boolean ending;
        private long demand;

        Delivery(IterablePublisher<V> publisher, Flow.Subscriber<? super V> subscriber) {
            this.publisher = publisher;
            this.loop = publisher.loop;
            this.subscriber = subscriber;
        }

        /** In a copy of the context of whoever subscribes. */
        final class Start extends Handle {
            Start() {
                super(Delivery.this.loop, Delivery.this::start, Context.copyCurrent());
            }

            @Override
            protected void discarded() {
                loopClosed();
            }
        }

        private void start() {
            task = loop.createTask(run());
        }

        void loopClosed() {
            Flow.Subscriber<? super V> s = Objects.requireNonNull(subscriber);
            subscriber = null;
            s.onSubscribe(this);
            if (!cancelled) {
                s.onError(new IllegalStateException("Event loop is closed"));
            }
        }

        @Async
        private Coroutine<Void> run() {
            loop.outsideHope(1);
            try {
                await(deliver());
                complete();
            } catch (CancelledError e) {
                if (!cancelled) {
                    failed(e);
                    if (misuse == null) {
                        throw e; // the loop's own wish
                    }
                }
            } catch (Throwable e) {
                failed(e);
            } finally {
                loop.outsideHope(-1);
                subscriber = null;
            }
            return Coroutine.done();
        }

        @Async
        private Coroutine<Void> deliver() {
            tell(s -> s.onSubscribe(this));
            AsyncIterable<? extends V> items = publisher.source.get();
            if (items instanceof AsyncGenerator<? extends V> generator) {
                try (generator) {
                    await(deliver(items));
                }
            } else {
                await(deliver(items));
            }
            return Coroutine.done();
        }

        @Async
        private Coroutine<Void> deliver(AsyncIterable<? extends V> items) {
            try {
                await(deliverAll(items));
            } finally {
                ending = true;
            }
            return Coroutine.done();
        }

        @Async
        private Coroutine<Void> deliverAll(AsyncIterable<? extends V> items) {
            await(demanded()); // before the iterable does anything
            int delivered = 0;
            for (V item : items) {
                await(demanded());
                demand--;
                tell(s -> s.onNext(item));
                if (++delivered % BATCH == 0) {
                    await(Leaf.Yield.INSTANCE);
                }
                if (cancelled) {
                    break;
                }
            }
            return Coroutine.done();
        }

        /** Waits until there is demand. */
        @Async
        private Coroutine<Void> demanded() {
            while (demand == 0 && !cancelled) {
                waiter = new Promise<>(loop);
                await(waiter);
            }
            if (cancelled) {
                throw new CancelledError();
            }
            return Coroutine.done();
        }

        private void complete() {
            if (!cancelled) {
                tell(s -> s.onComplete());
            }
        }

        private void failed(Throwable e) {
            if (cancelled) {
                return;
            }
            Throwable told = misuse != null
                    ? misuse
                    : e instanceof CancelledError ? new CancellationException("The publisher's task was cancelled") : e;
            tell(s -> s.onError(told));
        }

        private void tell(Signal<V> signal) {
            Flow.Subscriber<? super V> s = Objects.requireNonNull(subscriber);
            try {
                signal.to(s);
            } catch (LoopExit e) {
                throw e;
            } catch (Throwable e) { // against the rules: it counts as cancelled
                cancelled = true;
                loop.callExceptionHandler(new ErrorContext("Exception in subscriber " + s, e, task));
            }
        }

        private interface Signal<V> {
            void to(Flow.Subscriber<? super V> subscriber);
        }

        // ---- the subscription, on any thread ---------------------------------------------------

        @Override
        public void request(long n) {
            if (cancelled) {
                return;
            }
            onLoop(() -> requested(n));
        }

        @Override
        public void cancel() {
            if (!cancelled) {
                cancelled = true;
                onLoop(this::endTask);
            }
        }

        private void onLoop(Runnable action) {
            loop.offer(new Job() {
                @Override
                protected void run(JobLoop on) {
                    action.run();
                }
            });
        }

        @SuppressWarnings("NullAway") // void's value
        private void requested(long n) {
            if (n <= 0) {
                if (misuse == null) {
                    misuse = new IllegalArgumentException(
                            "Rule 3.9 of Reactive Streams: request(" + n + ") is not positive");
                    endTask();
                }
                return;
            }
            long sum = demand + n;
            demand = sum < 0 ? Long.MAX_VALUE : sum;
            Promise<Void> w = waiter;
            waiter = null;
            if (w != null && !w.isDone()) {
                w.setResult(null);
            }
        }

        private void endTask() {
            Task<?> t = task;
            if (t != null && !ending) {
                ending = true; // once: a generator's clean-up is not to be cancelled
                t.cancel();
            }
        }
    }
}
