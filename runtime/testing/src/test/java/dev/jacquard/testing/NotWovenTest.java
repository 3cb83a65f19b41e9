package dev.jacquard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Tests that were not woven fail, and say what to do. Native methods are: nobody can weave them. */
class NotWovenTest {
    static class ReturnsNothing {
        @AsyncTest
        native void test();
    }

    static class ReturnsCoroutine {
        @AsyncTest
        native Coroutine<Void> test();
    }

    static class Woven {
        @AsyncTest
        Coroutine<Void> test() {
            return Coroutine.done();
        }
    }

    private static final String WAYS_OUT =
            "NotWovenTest$%s.test is a test that awaits, but its class is not woven. Weave the"
                    + " tests, either at build time: the jacquard-maven-plugin's goal weave-tests";

    @Test
    void oneThatReturnsNothing() {
        assertThat(Cases.only(ReturnsNothing.class, "test"))
                .startsWith("ExtensionConfigurationException: ")
                .contains(String.format(WAYS_OUT, "ReturnsNothing"))
                .contains("-javaagent:jacquard-agent.jar");
    }

    @Test
    void oneThatJUnitLeavesOut() {
        var events = EngineTestKit.engine("jacquard-unwoven")
                .selectors(
                        DiscoverySelectors.selectClass(ReturnsCoroutine.class),
                        DiscoverySelectors.selectClass(Woven.class))
                .execute()
                .testEvents()
                .finished();
        assertThat(events.count()).isOne();
        var result = events.list().get(0).getRequiredPayload(TestExecutionResult.class);
        assertThat(result.getThrowable().orElseThrow())
                .hasMessageContaining(String.format(WAYS_OUT, "ReturnsCoroutine"));
    }
}
