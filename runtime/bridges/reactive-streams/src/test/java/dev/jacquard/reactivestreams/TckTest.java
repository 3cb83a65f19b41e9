package dev.jacquard.reactivestreams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** Runs the Reactive Streams TCK, which is written for TestNG. */
class TckTest {
    @ParameterizedTest
    @CsvSource({
        "PublisherTck, 31",
        "FlowPublisherTck, 31",
        "SubscriberBlackboxTck, 11",
        "SubscriberWhiteboxTck, 14",
    })
    void passes(String verification, int rules) throws ClassNotFoundException {
        TestListenerAdapter results = new TestListenerAdapter();
        TestNG testng = new TestNG(false);
        testng.setVerbose(0);
        testng.setTestClasses(new Class<?>[] {Class.forName(getClass().getPackageName() + "." + verification)});
        testng.addListener(results);
        testng.run();
        assertThat(results.getFailedTests())
                .extracting(r -> r.getName() + ": " + r.getThrowable())
                .isEmpty();
        assertThat(results.getConfigurationFailures()).isEmpty();
        // the TCK itself cannot verify some rules
        assertThat(results.getSkippedTests()).allMatch(r -> r.getName().startsWith("untested_"), "untested by the TCK");
        assertThat(results.getPassedTests()).hasSize(rules);
    }
}
