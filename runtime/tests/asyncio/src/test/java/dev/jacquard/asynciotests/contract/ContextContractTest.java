package dev.jacquard.asynciotests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Context;
import dev.jacquard.ContextVar;
import dev.jacquard.Token;
import dev.jacquard.testing.AsyncTest;
import java.util.function.Supplier;

/** {@code ContextVar}, {@code Token}, {@code Context}. */
class ContextContractTest {
    private static final ContextVar<String> WITHOUT = ContextVar.of("without");
    private static final ContextVar<String> WITH = ContextVar.of("with", "default");

    @AsyncTest
    void variables() {
        assertThatThrownBy(WITHOUT::get).isInstanceOf(RuntimeException.class);
        String value = WITH.get();
        Token<String> token = WITH.set("set");
        assertThat(value + WITH.get()).isEqualTo("defaultset");
        WITH.reset(token);
        assertThat(WITH.get()).isEqualTo("default");
    }

    @AsyncTest
    void context() {
        Context context = Context.copyCurrent();
        Supplier<Integer> length = () -> {
            WITH.set("inside");
            return WITH.get().length();
        };
        Integer inside = context.run(length);
        assertThat(inside).isEqualTo("inside".length());
        assertThat(WITH.get()).isEqualTo("default");
    }
}
