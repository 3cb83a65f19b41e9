package dev.jacquard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JacquardTransformerTest {
    @Test
    void theRuntimeIsLeftAloneAndOtherPackagesAreNot() {
        assertThat(JacquardTransformer.isRuntime("dev/jacquard/Asyncio")).isTrue();
        assertThat(JacquardTransformer.isRuntime("dev/jacquard/woven/Frame")).isTrue();
        assertThat(JacquardTransformer.isRuntime("dev/jacquard/agent/shaded/asm/ClassReader"))
                .isTrue();
        assertThat(JacquardTransformer.isRuntime("dev/jacquard/samples/Menu")).isFalse();
        assertThat(JacquardTransformer.isRuntime("dev/jacquards/Asyncio")).isFalse();
        assertThat(JacquardTransformer.isRuntime("com/acme/Shop")).isFalse();
    }
}
