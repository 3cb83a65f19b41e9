package dev.jacquard.asynciotests.generators;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.Promise;
import dev.jacquard.annotations.Async;
import dev.jacquard.asynciotests.OnVirtualTime;
import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.Leak;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/** A generator that nobody can reach any more is closed by the loop. */
@AsyncSettings(allow = Leak.GENERATORS) // that is what is tested
class AbandonedGeneratorTest extends Programs {
    /** Collects garbage until something has happened, or for so long that it will not. */
    @Async
    static Coroutine<Void> collectUntil(java.util.function.BooleanSupplier happened) {
        for (int i = 0; i < 500 && !happened.getAsBoolean(); i++) {
            System.gc();
            await(sleep(1)); // a round: what the collector has found comes from another thread
        }
        return Coroutine.done();
    }

    @Async
    AsyncGenerator<Integer> count(String name, long millis) {
        try {
            for (int i = 0; ; i++) {
                await(sleep(millis));
                emit(i);
            }
        } finally {
            await(sleep(0));
            trail.add(name);
        }
    }

    @Async
    Coroutine<Void> takeOne(AsyncGenerator<Integer> g) {
        for (int i : g) {
            break;
        }
        return Coroutine.done();
    }

    @AsyncTest
    void afterABreak() {
        keepErrors();
        for (int i : count("here", 0)) {
            break;
        }
        await(takeOne(count("in a callee", 0)));
        await(collectUntil(() -> trail.size() == 2));
        assertThat(trail).containsExactlyInAnyOrder("here", "in a callee");
        assertThat(errors).isEmpty();
    }

    @AsyncTest
    void afterABodyThatReallyWaits() {
        await(takeOne(count("waited", 1)));
        await(collectUntil(() -> trail.size() == 1));
        assertThat(trail).containsExactly("waited");
    }

    @AsyncTest
    void whenOneItemWasAskedForAndNoMore() {
        await(count("asked", 1).nextAsync());
        await(collectUntil(() -> trail.size() == 1));
        assertThat(trail).containsExactly("asked");
    }

    @AsyncTest
    void whoeverAskedLastIsNotHeldByIt() {
        var kept = count("kept", 1);
        var consumer = createTask(takeOne(kept));
        await(consumer);
        var weak = new WeakReference<Object>(consumer);
        consumer = null;
        await(collectUntil(() -> weak.get() == null));
        assertThat(weak.get()).isNull();
        assertThat(trail).isEmpty();
        await(kept.closeAsync());
    }

    @Test
    void notWhileItIsReachable() {
        OnVirtualTime.run(
                () -> {
                    var kept = count("kept", 1);
                    await(takeOne(kept));
                    var marker = new WeakReference<>(new Object());
                    await(collectUntil(() -> marker.get() == null));
                    await(sleep(5));
                    assertThat(trail).isEmpty();
                    assertThat(await(kept.nextAsync())).isEqualTo(1);
                    return Coroutine.done();
                },
                Leak.GENERATORS);
        assertThat(trail).as("closed with the loop").containsExactly("kept");
    }

    @AsyncTest
    void notWhileACallIsWaiting() {
        var gate = new Promise<Integer>();
        var waiting = createTask(gated(gate).nextAsync());
        await(sleep(0));
        var marker = new WeakReference<>(new Object());
        await(collectUntil(() -> marker.get() == null));
        await(sleep(5));
        gate.setResult(7);
        assertThat(await(waiting)).isEqualTo(7);
        assertThat(trail).isEmpty();
    }

    @Async
    AsyncGenerator<Integer> gated(Promise<Integer> gate) {
        try {
            emit(await(gate));
        } finally {
            trail.add("ended");
        }
        return AsyncGenerator.end();
    }

    @AsyncTest
    void whatItsFinallyThrowsIsTold() {
        keepErrors();
        await(failsAtClose().nextAsync());
        await(collectUntil(() -> !errors.isEmpty()));
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).message())
                .startsWith("an error occurred during closing of asynchronous generator")
                .contains("failsAtClose");
        assertThat(errors.get(0).exception()).hasMessage("while closing");
    }

    @Async
    AsyncGenerator<Integer> failsAtClose() {
        try {
            emit(1);
        } finally {
            await(sleep(0));
            fail();
        }
        return AsyncGenerator.end();
    }

    static void fail() {
        throw new IllegalArgumentException("while closing");
    }
}
