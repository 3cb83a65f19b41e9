package dev.jacquard.asynciotests.context;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.asynciotests.OnVirtualTime.seconds;
import static dev.jacquard.asynciotests.OnVirtualTime.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.CancelledError;
import dev.jacquard.Context;
import dev.jacquard.ContextVar;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.Token;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code with var.set(value) as token} of CPython 3.14. */
class TokenScopeTest {
    private static final ContextVar<Integer> NUMBER = ContextVar.of("number", 0);
    private static final ContextVar<String> UNSET = ContextVar.of("unset");

    private final List<Integer> seen = new ArrayList<>();

    /** The ways in which a scope is left. */
    private enum Exit {
        END,
        RETURN,
        THROW
    }

    /** Waits before, in and after the scope, or not. */
    @Async
    private Coroutine<Void> scope(int value, int waits, Exit exit) {
        if ((waits & 1) != 0) {
            await(sleep(seconds(1)));
        }
        try (var token = NUMBER.set(value)) {
            seen.add(NUMBER.get());
            if ((waits & 2) != 0) {
                await(sleep(seconds(1)));
            }
            seen.add(NUMBER.get());
            assertThat(token.variable()).isSameAs(NUMBER);
            if (exit == Exit.THROW) {
                throw new IllegalStateException("x");
            }
            if (exit == Exit.RETURN) {
                return Coroutine.done();
            }
        } finally {
            if ((waits & 4) != 0) {
                await(sleep(seconds(1)));
            }
            seen.add(NUMBER.get());
        }
        return Coroutine.done();
    }

    @AsyncTest
    void resetsHoweverItIsLeftAndWhereverItWaits() {
        for (int waits = 0; waits < 8; waits++) {
            for (Exit exit : Exit.values()) {
                seen.clear();
                NUMBER.set(1);
                Throwable e = await(thrownBy(scope(2, waits, exit)));
                assertThat(e == null).isEqualTo(exit != Exit.THROW);
                assertThat(seen).containsExactly(2, 2, 1);
                assertThat(NUMBER.get()).isEqualTo(1);
            }
        }
    }

    @AsyncTest
    void resetsWhenItIsCancelledInside() {
        Task<Void> task = createTask(scope(2, 2, Exit.END));
        await(sleep(0));
        task.cancel();
        assertThat(await(thrownBy(task))).isInstanceOf(CancelledError.class);
        assertThat(seen).containsExactly(2, 0);
    }

    @AsyncTest
    void scopesOfTasksDoNotMeet() {
        await(gather(scope(5, 7, Exit.END), scope(6, 7, Exit.RETURN)));
        assertThat(seen).containsExactly(5, 6, 5, 6, 0, 0);
        assertThat(NUMBER.get()).isZero();
    }

    /** Outside of loops a scope is as good. */
    @Test
    void needsNoLoopAndRemovesWhatWasNotSet() {
        try (var token = UNSET.set("a");
                var inner = UNSET.set("b")) {
            assertThat(UNSET.get()).isEqualTo("b");
            assertThat(token.variable()).isSameAs(inner.variable());
        }
        assertThatThrownBy(UNSET::get).hasMessageContaining("has no value in this context");
    }

    /** As CPython: RuntimeError; where something else is thrown already, Java suppresses it. */
    @AsyncTest
    void tokenThatWasUsedInsideRaisesAtTheEnd() {
        assertThatIllegalStateException()
                .isThrownBy(() -> {
                    try (var token = NUMBER.set(1)) {
                        NUMBER.reset(token);
                    }
                })
                .withMessageContaining("number")
                .withMessageContaining("used already");
        assertThatThrownBy(() -> {
                    try (var token = NUMBER.set(1)) {
                        NUMBER.reset(token);
                        throw new IllegalArgumentException("body");
                    }
                })
                .hasMessage("body")
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("used"));
        assertThat(NUMBER.get()).isZero();
    }

    @AsyncTest
    void closingTwiceIsRefused() {
        Token<Integer> token = NUMBER.set(1);
        token.close();
        assertThatIllegalStateException().isThrownBy(token::close);
        assertThatIllegalStateException().isThrownBy(() -> NUMBER.reset(token));
        assertThat(token).hasToString("Token[ContextVar[number], used]");
        assertThat(NUMBER.get()).isZero();
    }

    @AsyncTest
    void anotherContextIsRefusedAndTheTokenRemainsGood() {
        Token<Integer> token = NUMBER.set(1);
        Context other = Context.copyCurrent();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.run(() -> {
                    token.close();
                    return null;
                }))
                .withMessageContaining("another context")
                .withMessageContaining("number");
        assertThat(await(thrownBy(createTask(closes(token))))).isInstanceOf(IllegalArgumentException.class);
        assertThat(NUMBER.get()).isEqualTo(1);
        token.close();
        assertThat(NUMBER.get()).isZero();
    }

    @Async
    private static Coroutine<Void> closes(Token<?> token) {
        token.close();
        return Coroutine.done();
    }
}
