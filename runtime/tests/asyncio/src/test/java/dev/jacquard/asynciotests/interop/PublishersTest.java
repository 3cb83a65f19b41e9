package dev.jacquard.asynciotests.interop;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Asyncio;
import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Publishers;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.Leak;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;

class PublishersTest extends Programs {
    /** Publishes what the test tells it, and keeps what it is asked for. */
    static class Manual implements Flow.Publisher<Integer>, Flow.Subscription {
        final List<Object> asked = new ArrayList<>();
        Flow.Subscriber<? super Integer> subscriber;

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> s) {
            subscriber = s;
            s.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            asked.add(n);
        }

        @Override
        public void cancel() {
            asked.add("cancel");
        }
    }

    final Manual manual = new Manual();

    @Async
    Coroutine<Void> takeAll(AsyncGenerator<Integer> items) {
        try (items) {
            for (int item : items) {
                trail.add(item);
            }
            trail.add("end");
        }
        return Coroutine.done();
    }

    // ---- from ----------------------------------------------------------------------------------

    @AsyncTest
    void neverAsksForMoreThanTheBufferHolds() {
        var taking = createTask(takeAll(Publishers.from(manual, 4)));
        await(sleep(1));
        assertThat(manual.asked).containsExactly(4L);
        manual.subscriber.onNext(1);
        await(sleep(1));
        assertThat(manual.asked).as("half is not taken").containsExactly(4L);
        manual.subscriber.onNext(2);
        manual.subscriber.onNext(3);
        await(sleep(1));
        assertThat(manual.asked).containsExactly(4L, 2L);
        manual.subscriber.onComplete();
        await(taking);
        assertThat(trail).containsExactly(1, 2, 3, "end");
        assertThat(manual.asked).as("nothing to cancel").containsExactly(4L, 2L);
    }

    @AsyncTest
    void aSlowConsumerHoldsThePublisherBack() {
        try (var items = Publishers.from(manual, 2)) {
            var first = createTask(items.nextAsync());
            await(sleep(1));
            manual.subscriber.onNext(1);
            manual.subscriber.onNext(2);
            assertThat(await(first)).isEqualTo(1);
            await(sleep(100));
            assertThat(manual.asked).containsExactly(2L, 1L);
        }
        assertThat(manual.asked).containsExactly(2L, 1L, "cancel");
    }

    @AsyncTest
    void nothingIsSubscribedBeforeTheFirstItemIsAskedFor() {
        try (var items = Publishers.from(manual)) {
            await(sleep(1));
        }
        assertThat(manual.subscriber).isNull();
    }

    @AsyncTest
    void anExceptionComesAfterTheItemsBeforeIt() {
        IOException disk = new IOException("disk");
        var taking = createTask(takeAll(Publishers.from(manual, 4)));
        await(sleep(1));
        manual.subscriber.onNext(1);
        manual.subscriber.onError(disk);
        assertThat(await(OnVirtualTime.thrownBy(taking))).isSameAs(disk);
        assertThat(trail).containsExactly(1);
        assertThat(manual.asked).containsExactly(4L);
    }

    @AsyncTest
    void aSubscriptionThatThrowsDoesNotEndTheLoop() {
        AssertionError broken = new AssertionError("broken");
        Manual thrower = new Manual() {
            @Override
            public void request(long n) {
                throw broken;
            }
        };
        var taking = createTask(takeAll(Publishers.from(thrower, 4)));
        assertThat(await(OnVirtualTime.thrownBy(taking))).isSameAs(broken);
    }

    @AsyncTest
    void cancellationCancelsTheSubscription() {
        var taking = createTask(takeAll(Publishers.from(manual, 4)));
        await(sleep(1));
        taking.cancel();
        assertThat(await(OnVirtualTime.thrownBy(taking))).isInstanceOf(CancelledError.class);
        manual.subscriber.onNext(1); // the rules allow that
        manual.subscriber.onComplete();
        await(sleep(1));
        assertThat(manual.asked).containsExactly(4L, "cancel");
        assertThat(trail).isEmpty();
    }

    @AsyncTest
    void aSubscriptionThatComesTooLateIsCancelled() {
        List<Flow.Subscriber<? super Integer>> late = new ArrayList<>();
        var taking = createTask(takeAll(Publishers.from(late::add, 4)));
        await(sleep(1));
        taking.cancel();
        await(OnVirtualTime.thrownBy(taking));
        late.get(0).onSubscribe(manual);
        await(sleep(1));
        assertThat(manual.asked).containsExactly("cancel");
    }

    @Test
    void signalsAfterTheLoopWasClosedCancelTheSubscription() {
        OnVirtualTime.run(
                () -> {
                    var taking = createTask(takeAll(Publishers.from(manual, 4)));
                    await(sleep(1));
                    return Coroutine.done();
                },
                Leak.TASKS,
                Leak.GENERATORS);
        assertThat(manual.asked).as("the runner has cancelled").containsExactly(4L, "cancel");
        manual.subscriber.onNext(1);
        assertThat(manual.asked).containsExactly(4L, "cancel", "cancel");
    }

    @AsyncTest
    void anItemIsTakenFromAnyThread() {
        try (var publisher = new SubmissionPublisher<Integer>()) {
            var taking = createTask(takeAll(Publishers.from(publisher, 2)));
            await(sleep(1));
            elsewhere(() -> {
                for (int i = 0; i < 100; i++) {
                    publisher.submit(i);
                }
                publisher.close();
            });
            await(taking);
        }
        assertThat(trail).hasSize(101).startsWith(0, 1).endsWith(99, "end");
    }

    @Test
    void wrongArgumentsAreRefusedAtOnce() {
        assertThatThrownBy(() -> Publishers.from(manual, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bufferSize has to be positive, not 0");
        assertThatThrownBy(() -> Publishers.from(null)).isInstanceOf(NullPointerException.class);
    }

    // ---- to ------------------------------------------------------------------------------------

    /** Keeps the signals. */
    class Keeper implements Flow.Subscriber<Integer> {
        final List<Object> signals = new ArrayList<>();
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscription = s;
            signals.add("subscribed");
        }

        @Override
        public void onNext(Integer item) {
            signals.add(item);
        }

        @Override
        public void onError(Throwable e) {
            signals.add(e);
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }

    final Keeper keeper = new Keeper();

    @Async
    AsyncGenerator<Integer> count(int n) {
        try {
            for (int i = 0; i < n; i++) {
                trail.add("makes " + i);
                emit(i);
                await(sleep(1));
            }
        } finally {
            await(sleep(1));
            trail.add("cleaned");
        }
        return AsyncGenerator.end();
    }

    @AsyncTest
    void givesWhatIsRequestedAndLooksOneItemAhead() {
        keepErrors();
        Publishers.toPublisher(count(9), getRunningLoop()).subscribe(keeper);
        await(sleep(10));
        assertThat(trail).as("nothing is requested").isEmpty();
        keeper.subscription.request(2);
        await(sleep(10));
        assertThat(keeper.signals).containsExactly("subscribed", 0, 1);
        assertThat(trail).containsExactly("makes 0", "makes 1", "makes 2");
        keeper.subscription.cancel();
        await(sleep(10));
        keeper.subscription.request(5);
        await(sleep(10));
        assertThat(keeper.signals).containsExactly("subscribed", 0, 1);
        assertThat(trail).containsExactly("makes 0", "makes 1", "makes 2", "cleaned");
        assertThat(errors).isEmpty();
    }

    @AsyncTest
    void completesWithoutFurtherDemand() {
        Publishers.toPublisher(count(2), getRunningLoop()).subscribe(keeper);
        await(sleep(1));
        keeper.subscription.request(2);
        await(sleep(10));
        assertThat(keeper.signals).containsExactly("subscribed", 0, 1, "complete");
    }

    @AsyncTest
    void cancellingInsideOnNextStopsThere() {
        var once = new Keeper() {
            @Override
            public void onNext(Integer item) {
                super.onNext(item);
                subscription.cancel();
            }
        };
        Publishers.toPublisher(count(9), getRunningLoop()).subscribe(once);
        await(sleep(1));
        once.subscription.request(Long.MAX_VALUE);
        await(sleep(10));
        assertThat(once.signals).containsExactly("subscribed", 0);
        assertThat(trail).containsExactly("makes 0", "cleaned");
    }

    @Async
    AsyncGenerator<Integer> failing() {
        emit(1);
        throw new IllegalArgumentException("broken");
    }

    @AsyncTest
    void anExceptionIsSignalled() {
        keepErrors();
        Publishers.toPublisher(failing(), getRunningLoop()).subscribe(keeper);
        await(sleep(1));
        keeper.subscription.request(1);
        keeper.subscription.request(Long.MAX_VALUE);
        await(sleep(1));
        assertThat(keeper.signals).hasSize(3);
        assertThat((Throwable) keeper.signals.get(2)).hasMessage("broken");
        assertThat(errors).isEmpty();
    }

    @AsyncTest
    void aRequestThatIsNotPositiveEndsIt() {
        keepErrors();
        Publishers.toPublisher(count(9), getRunningLoop()).subscribe(keeper);
        await(sleep(1));
        keeper.subscription.request(1);
        await(sleep(10));
        keeper.subscription.request(0);
        keeper.subscription.request(-1);
        await(sleep(10));
        assertThat(keeper.signals).hasSize(3);
        assertThat((Throwable) keeper.signals.get(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("request(0) is not positive");
        assertThat(trail).endsWith("cleaned");
        assertThat(errors).isEmpty();
    }

    @AsyncTest
    void aSubscriberThatThrowsIsCancelledAndTold() {
        keepErrors();
        var thrower = new Keeper() {
            @Override
            public void onNext(Integer item) {
                throw new IllegalArgumentException("mine");
            }
        };
        Publishers.toPublisher(count(9), getRunningLoop()).subscribe(thrower);
        await(sleep(1));
        thrower.subscription.request(5);
        await(sleep(10));
        assertThat(thrower.signals).containsExactly("subscribed");
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).message()).startsWith("Exception in subscriber");
        assertThat(errors.get(0).exception()).hasMessage("mine");
        assertThat(trail).containsExactly("makes 0", "cleaned");
    }

    @AsyncTest
    void aGeneratorHasOneSubscriber() {
        Keeper second = new Keeper();
        var publisher = Publishers.toPublisher(count(1), getRunningLoop());
        publisher.subscribe(keeper);
        publisher.subscribe(second);
        await(sleep(1));
        keeper.subscription.request(1);
        await(sleep(10));
        assertThat(keeper.signals).containsExactly("subscribed", 0, "complete");
        assertThat(second.signals).hasSize(2);
        assertThat((Throwable) second.signals.get(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("publishEach");
    }

    @AsyncTest
    void publishEachGivesEverySubscriberAll() {
        Keeper second = new Keeper();
        var publisher = Publishers.publishEach(() -> count(2), getRunningLoop());
        publisher.subscribe(keeper);
        publisher.subscribe(second);
        await(sleep(1));
        keeper.subscription.request(9);
        second.subscription.request(9);
        await(sleep(10));
        assertThat(keeper.signals).containsExactly("subscribed", 0, 1, "complete");
        assertThat(second.signals).containsExactly("subscribed", 0, 1, "complete");
    }

    @Test
    void theLoopsEndIsSignalled() {
        OnVirtualTime.run(
                () -> {
                    Publishers.toPublisher(count(9), getRunningLoop()).subscribe(keeper);
                    await(sleep(1));
                    keeper.subscription.request(1);
                    await(sleep(10));
                    return Coroutine.done();
                },
                Leak.TASKS,
                Leak.GENERATORS);
        assertThat(keeper.signals).hasSize(3);
        assertThat(keeper.signals.get(2)).isInstanceOf(CancellationException.class);
        assertThat(trail).endsWith("cleaned");
    }

    @Test
    void aClosedLoopIsSignalled() {
        EventLoop closed = Asyncio.newEventLoop();
        closed.close();
        Publishers.toPublisher(count(1), closed).subscribe(keeper);
        assertThat(keeper.signals).hasSize(2);
        assertThat((Throwable) keeper.signals.get(1)).hasMessage("Event loop is closed");
    }

    @AsyncTest
    void aLongStreamLetsOtherTasksRun() {
        Publishers.<Integer>publishEach(() -> endless(), getRunningLoop()).subscribe(keeper);
        await(sleep(1));
        keeper.subscription.request(Long.MAX_VALUE);
        await(sleep(0));
        await(sleep(0));
        keeper.subscription.cancel();
        await(sleep(1));
        assertThat(keeper.signals).hasSizeBetween(100, 1000);
    }

    @Async
    static AsyncGenerator<Integer> endless() {
        for (int i = 0; ; i++) {
            emit(i);
        }
    }

    @AsyncTest
    void thereAndBackAgain() {
        var publisher = Publishers.toPublisher(count(5), getRunningLoop());
        await(takeAll(Publishers.from(publisher, 2)));
        assertThat(trail).contains(0, 1, 2, 3, 4, "end");
        assertThat(trail.indexOf("makes 4")).as("held back").isGreaterThan(trail.indexOf(1));
    }
}
