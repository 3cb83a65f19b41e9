package dev.jacquard.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.LaunchedCase;
import com.acme.Launches;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests in a JVM that was started without the agent, and with classes that are not woven. */
class SelfAttachmentTest {
    private static final Path AGENT =
            Path.of("..", "..", "agent", "target", "jacquard-agent.jar").toAbsolutePath();

    private static final String CASE = LaunchedCase.class.getName();

    @TempDir
    Path dir;

    private Path tests;
    private final List<String> path = new ArrayList<>();

    /** Only these classes, and what they need. */
    @BeforeEach
    void copyTests() throws IOException {
        tests = Files.createDirectories(dir.resolve("tests"));
        Path from = Path.of("target", "test-classes");
        Files.createDirectories(tests.resolve("com/acme"));
        try (Stream<Path> files = Files.list(from.resolve("com/acme"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, tests.resolve("com/acme").resolve(file.getFileName()));
            }
        }
        path.add(tests.toString());
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("jacquard-agent"))
                .filter(entry -> !entry.endsWith("test-classes"))
                .forEach(path::add);
        path.add(AGENT.toString());
    }

    private record Ended(String out, String err) {}

    private Ended launch(String... args) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add("-cp");
        line.add(String.join(File.pathSeparator, path));
        line.addAll(List.of(args));
        return java(line);
    }

    private Ended java(List<String> args) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(args);
        line.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path out = dir.resolve("out.txt");
        Path err = dir.resolve("err.txt");
        Process process = new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("Still running: " + Files.readString(err));
        }
        return new Ended(Files.readString(out), Files.readString(err));
    }

    @Test
    void theAgentIsAttachedBeforeTestsAreLoaded() throws Exception {
        Ended jvm = launch(Launches.class.getName(), CASE);
        assertThat(jvm.out()).as(jvm.err()).contains("woven 1").contains("failed 0");
        assertThat(jvm.err()).doesNotContain("[jacquard]");
    }

    @Test
    void classesThatWereLoadedTooEarlyAreNamed() throws Exception {
        Ended jvm = launch(Launches.class.getName(), CASE, CASE);
        assertThat(jvm.err())
                .contains("[jacquard] Attached to a running program. Not woven, as loaded before"
                        + " that: com.acme.LaunchedCase. Start it with -javaagent:");
        assertThat(jvm.out())
                .contains("LaunchedCase.test is a test that awaits, but its class is not woven.")
                .contains("failed 1");
    }

    @Test
    void itIsSwitchedOff() throws Exception {
        Ended jvm = launch("-Djacquard.attach=off", Launches.class.getName(), CASE);
        assertThat(jvm.out()).contains("its class is not woven.").contains("failed 1");
        Files.writeString(tests.resolve("junit-platform.properties"), "jacquard.attach = off\n");
        jvm = launch(Launches.class.getName(), CASE);
        assertThat(jvm.out()).contains("its class is not woven.").contains("failed 1");
        jvm = launch("-Djacquard.attach=perhaps", Launches.class.getName(), CASE);
        assertThat(jvm.err()).contains("jacquard.attach is 'perhaps', but may be on or off. Weave the tests");
    }

    @Test
    void nothingIsAttachedWithTheAgentOnTheCommandLine() throws Exception {
        Ended jvm = launch("-javaagent:" + AGENT, Launches.class.getName(), CASE);
        assertThat(jvm.out()).contains("woven 1").contains("failed 0");
        assertThat(jvm.err()).doesNotContain("loaded dynamically").doesNotContain("[jacquard]");
    }

    @Test
    void nothingIsAttachedWhereAllIsWoven() throws Exception {
        java(List.of(
                "-jar", AGENT.toString(), "weave", tests.toString(), "-cp", String.join(File.pathSeparator, path)));
        Ended jvm = launch("-XX:+DisableAttachMechanism", Launches.class.getName(), CASE);
        assertThat(jvm.out()).as(jvm.err()).contains("woven 1").contains("failed 0");
        assertThat(jvm.err()).doesNotContain("[jacquard]");
    }

    @Test
    void aJvmThatRefusesIsTold() throws Exception {
        Ended jvm = launch("-XX:+DisableAttachMechanism", Launches.class.getName(), CASE);
        assertThat(jvm.err())
                .contains("[jacquard] Cannot attach the agent to process ")
                .contains("switch this off: -Djacquard.attach=off.");
        assertThat(jvm.out()).contains("its class is not woven.").contains("failed 1");
    }
}
