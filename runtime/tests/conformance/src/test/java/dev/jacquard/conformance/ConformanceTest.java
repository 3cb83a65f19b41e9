package dev.jacquard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.EventLoop;
import dev.jacquard.docstesting.Output;
import dev.jacquard.net.IoBackend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Traces like CPython's: of a few scenarios of our own, and of the public corpus. */
class ConformanceTest {
    @TempDir
    Path folder;

    @Test
    void ownScenarios() throws Exception {
        String output = Output.of(() -> Conformance.run(own().toString()));
        assertThat(output.lines()).containsExactly("11 passed, 0 failed");
    }

    /** What 3.14 and 3.15 have added and changed, each line as the release that it names. */
    @Test
    void ownScenariosOfNewerPythons() throws Exception {
        Path file = own().resolveSibling("own-3.14.jsonl");
        String output = Output.of(() -> Conformance.run(file.toString()));
        assertThat(output.lines()).containsExactly("11 passed, 0 failed");
    }

    @Test
    void publicScenarios() throws IOException {
        assertPublicPass(EventLoop.Builder::build);
    }

    /** With virtual time, and Netty polled without blocking. */
    @ParameterizedTest
    @EnumSource
    void publicScenariosOnNetty(IoBackend backend) throws IOException {
        Assumptions.assumeTrue(backend.isAvailable());
        assertPublicPass(backend::newLoop);
    }

    private static void assertPublicPass(Function<EventLoop.Builder, EventLoop> loops) throws IOException {
        List<Line> lines = PublicCorpus.lines();
        assertThat(lines).hasSize(1091);
        assertThat(check(lines, loops)).isEqualTo("1091 passed, 0 failed\n");
    }

    /** Of lines with one id the later file's counts, in the place of the first, if it says so. */
    @Test
    void changedLinesReplaceEarlierOnes() throws Exception {
        String own = Files.readString(own());
        String first = own.lines().findFirst().orElseThrow();
        Path spoilt = folder.resolve("spoilt.jsonl");
        Files.writeString(spoilt, own.replace("\"a gave\",20]", "\"a gave\",21]"));
        Path changes = folder.resolve("changes.jsonl");
        String marked = "{\"status\": \"changed\", \"python\": \"3.14.2\", ";
        Files.writeString(changes, first.replaceFirst("\\{", marked) + "\n");

        assertThat(output(1, spoilt, spoilt)).endsWith("20 passed, 2 failed");
        assertThat(output(0, spoilt, changes)).containsExactly("11 passed, 0 failed");
        assertThat(output(1, changes, spoilt)).endsWith("11 passed, 1 failed");
        assertThat(output(0, changes)).containsExactly("1 passed, 0 failed");
    }

    private static List<String> output(int status, Path... files) throws Exception {
        String[] names = Stream.of(files).map(Path::toString).toArray(String[]::new);
        return Output.of(() -> assertThat(Conformance.run(names)).isEqualTo(status))
                .lines()
                .toList();
    }

    @Test
    void ownScenariosOnNetty() throws Exception {
        String output = Output.of(() -> Conformance.run("--loop=nio", own().toString()));
        assertThat(output.lines()).containsExactly("11 passed, 0 failed");
        String errors = Output.errorsOf(
                () -> assertThat(Conformance.run("--loop=no", "x")).isEqualTo(2));
        assertThat(errors).contains("IoBackend.NO");
    }

    @Test
    void showsTheFirstDifferenceAndFails() throws Exception {
        String spoilt = Files.readString(own()).replace("\"a gave\",20]", "\"a gave\",21]");
        Path file = folder.resolve("spoilt.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(spoilt.getBytes(StandardCharsets.UTF_8));
        }
        String output =
                Output.of(() -> assertThat(Conformance.run(file.toString())).isEqualTo(1));
        assertThat(output.lines())
                .containsExactly(
                        "DIFFERS own/tasks-interleave",
                        "  event 6 expected: [2,\"main\",\"log\",\"a gave\",21]",
                        "  event 6 actual:   [2,\"main\",\"log\",\"a gave\",20]",
                        "10 passed, 1 failed");
    }

    @Test
    void fileThatCannotBeReadIsAnError() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.jsonl"), "\n{\"id\": 1}\n");
        for (String file : List.of("no-such-file.jsonl", bad.toString())) {
            String errors =
                    Output.errorsOf(() -> assertThat(Conformance.run(file)).isEqualTo(2));
            assertThat(errors).contains("cannot read the corpus", file);
        }
    }

    private static Path own() {
        return PublicCorpus.file("own.jsonl");
    }

    private static String check(List<Line> lines, Function<EventLoop.Builder, EventLoop> loops) {
        var bytes = new ByteArrayOutputStream();
        Conformance.check(lines, new PrintStream(bytes, true, StandardCharsets.UTF_8), loops);
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
