package dev.jacquard.asynciotests.context;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.run;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.jacquard.Context;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A context that is a thread's current one for a while. */
class EnteredContextTest {
    private static final ContextVar<String> NAME = ContextVar.of("name", "nobody");

    @Test
    void whatIsSetIsKeptThere() {
        Context context = new Context();
        try (var scope = context.enter()) {
            NAME.set("eve");
            assertThat(NAME.get()).isEqualTo("eve");
        }
        assertThat(NAME.get()).isEqualTo("nobody");
        assertThat(context.<String>run(NAME::get)).isEqualTo("eve");
    }

    @Test
    void aRunBeginsWithIt() {
        try (var scope = new Context().enter()) {
            NAME.set("eve");
            assertThat(run(later())).isEqualTo("eve");
            assertThat(NAME.get()).isEqualTo("eve");
        }
    }

    @Async
    private static Coroutine<String> later() {
        await(sleep(0));
        return Coroutine.of(NAME.get());
    }

    @Test
    void theLastIsLeftFirst() {
        Context.Scope outer = new Context().enter();
        Context.Scope inner = new Context().enter();
        assertThatIllegalStateException().isThrownBy(outer::close).withMessageContaining("the last one first");
        inner.close();
        inner.close();
        outer.close();
        assertThat(NAME.get()).isEqualTo("nobody");
    }

    @Test
    void anotherThreadCannotLeaveIt() {
        try (var scope = new Context().enter()) {
            CompletableFuture<Void> other = CompletableFuture.runAsync(scope::close);
            assertThat(other)
                    .failsWithin(java.time.Duration.ofMinutes(1))
                    .withThrowableThat()
                    .withMessageContaining("on the thread that has entered it");
        }
    }

    @AsyncTest
    void notInARunningLoop() {
        await(sleep(1));
        assertThatIllegalStateException()
                .isThrownBy(() -> new Context().enter())
                .withMessageContaining("createTask(coroutine, name, context)");
    }
}
