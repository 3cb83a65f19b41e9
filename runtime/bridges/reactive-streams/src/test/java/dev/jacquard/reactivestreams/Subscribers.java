package dev.jacquard.reactivestreams;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/** Gets hold of the subscriber with which {@link ReactiveStreams#from} subscribes. */
final class Subscribers {
    private Subscribers() {}

    /** A subscriber whose items a task on the loop takes, until there is an exception. */
    static Subscriber<Integer> on(LoopThread thread, int bufferSize, Consumer<Integer> taken) {
        CompletableFuture<Subscriber<Integer>> subscriber = new CompletableFuture<>();
        var task = Asyncio.runCoroutineThreadSafe(
                takeAll(s -> subscriber.complete(narrow(s)), bufferSize, taken), thread.loop);
        task.whenComplete((v, e) -> subscriber.completeExceptionally(e));
        return subscriber.join();
    }

    @SuppressWarnings("unchecked")
    private static Subscriber<Integer> narrow(Subscriber<? super Integer> s) {
        return (Subscriber<Integer>) s;
    }

    @Async
    private static Coroutine<Void> takeAll(Publisher<Integer> publisher, int bufferSize, Consumer<Integer> taken) {
        try (var items = ReactiveStreams.from(publisher, bufferSize)) {
            for (int item : items) {
                taken.accept(item);
            }
        } catch (Exception e) {
            // the TCK's own
        }
        return Coroutine.done();
    }
}
