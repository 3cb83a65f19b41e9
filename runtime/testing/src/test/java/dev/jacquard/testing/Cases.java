package dev.jacquard.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes inside a test, and tells how each of their tests ended. */
final class Cases {
    private Cases() {}

    /** By display name: "ok", or what was thrown, with its message. */
    static Map<String, String> run(Class<?> tests) {
        return run(tests, Map.of());
    }

    /**
     * The same with parameters for JUnit.
     *
     * @param parameters by their names
     */
    static Map<String, String> run(Class<?> tests, Map<String, String> parameters) {
        Map<String, String> ends = new LinkedHashMap<>();
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter("jacquard.cases", "true")
                .configurationParameters(parameters)
                .selectors(selectClass(tests))
                .execute()
                .testEvents()
                .finished()
                .stream()
                .forEach(e -> ends.put(e.getTestDescriptor().getDisplayName(), end(e)));
        return ends;
    }

    /** How the only test ended. */
    static String only(Class<?> tests, String name) {
        String end = run(tests).get(name + "()");
        return end == null ? "not run" : end;
    }

    private static String end(Event event) {
        TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
        return result.getThrowable()
                .map(e -> e.getClass().getSimpleName() + ": " + e.getMessage())
                .orElse("ok");
    }
}
