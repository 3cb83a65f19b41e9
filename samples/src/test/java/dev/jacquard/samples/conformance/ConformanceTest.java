package dev.jacquard.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.EventLoop;
import dev.jacquard.net.IoBackend;
import dev.jacquard.samples.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Traces like CPython's: of a few scenarios of our own, and of the public corpus where it is at
 * hand.
 */
class ConformanceTest {
    private static final Path PUBLIC = Path.of("..", "..", "shared", "conformance", "public.jsonl");

    @TempDir Path folder;

    @Test
    void ownScenarios() throws Exception {
        String output = Output.of(() -> Conformance.run(own().toString()));
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

    private static void assertPublicPass(Function<EventLoop.Builder, EventLoop> loops)
            throws IOException {
        Assumptions.assumeTrue(Files.exists(PUBLIC), PUBLIC + " is not there");
        List<Line> lines = Corpus.read(PUBLIC);
        assertThat(lines).hasSize(972);
        assertThat(check(lines, loops)).isEqualTo("972 passed, 0 failed\n");
    }

    @Test
    void ownScenariosOnNetty() throws Exception {
        String output = Output.of(() -> Conformance.run("--loop=nio", own().toString()));
        assertThat(output.lines()).containsExactly("11 passed, 0 failed");
        String errors =
                Output.errorsOf(() -> assertThat(Conformance.run("--loop=no", "x")).isEqualTo(2));
        assertThat(errors).contains("IoBackend.NO");
    }

    @Test
    void showsTheFirstDifferenceAndFails() throws Exception {
        String spoilt = Files.readString(own()).replace("\"a gave\",20]", "\"a gave\",21]");
        Path file = folder.resolve("spoilt.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(spoilt.getBytes(StandardCharsets.UTF_8));
        }
        String output = Output.of(() -> assertThat(Conformance.run(file.toString())).isEqualTo(1));
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
            String errors = Output.errorsOf(() -> assertThat(Conformance.run(file)).isEqualTo(2));
            assertThat(errors).contains("cannot read the corpus", file);
        }
    }

    private static Path own() throws URISyntaxException {
        return Path.of(ConformanceTest.class.getResource("own.jsonl").toURI());
    }

    private static String check(List<Line> lines, Function<EventLoop.Builder, EventLoop> loops) {
        var bytes = new ByteArrayOutputStream();
        Conformance.check(lines, new PrintStream(bytes, true, StandardCharsets.UTF_8), loops);
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
