package dev.jacquard.weavingtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each planted fault is noticed by shapes or random programs; the weaver without one is not. */
@Tag("stress")
class PlantedFaultsTest {
    private static final Path SOURCES =
            Path.of(System.getProperty("jacquard.weaver.sources", "../../../agent/weaver/src/main/java"));
    private static final int SECONDS = 180;

    @Test
    void allAreNoticed() throws Exception {
        Map<String, String> results = new ConcurrentSkipListMap<>();
        ExecutorService two = Executors.newFixedThreadPool(2);
        two.submit(() -> results.put("NONE", run("NONE")));
        for (Fault fault : Fault.values()) {
            two.submit(() -> results.put(fault.name(), run(fault.name())));
        }
        two.shutdown();
        assertThat(two.awaitTermination(30, TimeUnit.MINUTES)).isTrue();
        results.forEach((fault, result) -> System.out.println(fault + " " + result));
        assertThat(results).hasSize(Fault.values().length + 1);
        assertThat(results.remove("NONE")).isEqualTo("SURVIVED");
        assertThat(results).allSatisfy((fault, result) -> assertThat(result).startsWith("NOTICED"));
    }

    /** In a JVM of its own: a fault may make programs run for ever. */
    private static String run(String fault) throws IOException, InterruptedException {
        Path out = Files.createTempFile("fault", ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-ea",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FaultyRun.class.getName(),
                        SOURCES.toString(),
                        fault)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "NOTICED by running for ever";
        }
        String printed = Files.readString(out);
        Files.delete(out);
        return printed.lines()
                .filter(l -> l.startsWith("NOTICED") || l.startsWith("SURVIVED"))
                .findFirst()
                .orElse("no answer: " + printed);
    }
}
