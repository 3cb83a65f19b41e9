package dev.jacquard.files;

import static dev.jacquard.Asyncio.await;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.CancelEverywhere;
import dev.jacquard.testing.CancelEverywhere.At;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Files, cancelled at each turn of the loop: none stays open, none stays half. */
@CancelEverywhere(at = At.LOOP_TURNS, descriptors = true)
class CancelledFilesTest {
    @TempDir
    Path folder;

    private Path from;
    private Path to;

    @BeforeEach
    void write() throws IOException {
        from = folder.resolve("from");
        to = folder.resolve("to");
        Files.deleteIfExists(to);
        Files.write(from, new byte[200_000]);
    }

    @AfterEach
    void nothingElseIsThere() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).isSubsetOf(from, to);
        }
        if (Files.exists(to)) {
            assertThat(to).hasSize(200_000); // a copy is there as a whole or not at all
        }
    }

    @AsyncTest
    void readAndWritten() throws IOException {
        try (AsyncFile file = await(AsyncFiles.open(from, WRITE, CREATE))) {
            await(file.write("one\n"));
            await(file.write("two\n"));
        }
        try (AsyncFile file = await(AsyncFiles.open(from))) {
            assertThat(await(file.readExactly(8))).hasSize(8);
        }
    }

    @AsyncTest
    void lines() throws IOException {
        await(AsyncFiles.writeString(from, "a\nb\n"));
        try (var lines = AsyncFiles.lines(from)) {
            for (String line : lines) {
                assertThat(line).hasSize(1);
            }
        }
    }

    @AsyncTest
    void copied() throws IOException {
        assertThat(await(AsyncFiles.copy(from, to))).isEqualTo(200_000);
    }

    @AsyncTest
    void temporary() throws IOException {
        try (TemporaryFolder t = await(AsyncFiles.temporaryFolder("jacquard"));
                AsyncFile file = await(AsyncFiles.temporaryFile("jacquard", ".txt"))) {
            await(AsyncFiles.writeString(t.path().resolve("x"), "x"));
            await(file.write("x"));
        }
    }
}
