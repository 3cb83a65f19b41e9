package dev.jacquard.files;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.streams.Failures.failure;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.SuppressWeaverWarnings;
import dev.jacquard.streams.IncompleteReadError;
import dev.jacquard.streams.LimitOverrunError;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

@SuppressWeaverWarnings("W24") // looks at the files by other means
class AsyncFileTest {
    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("file.txt"), content);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @AsyncTest
    void readsFromThePosition() throws IOException {
        try (AsyncFile f = await(AsyncFiles.open(file("0123456789")))) {
            assertThat(text(await(f.read(3)))).isEqualTo("012");
            assertThat(f.position()).isEqualTo(3);
            assertThat(text(await(f.readExactly(2)))).isEqualTo("34");
            await(f.seek(8));
            assertThat(text(await(f.readAll()))).isEqualTo("89");
            assertThat(await(f.read(3))).isEmpty();
            assertThat(await(f.read(0))).isEmpty();
            await(f.seek(20));
            assertThat(await(f.read(3))).isEmpty();
            await(f.seek(7));
            IncompleteReadError e = (IncompleteReadError) await(failure(f.readExactly(5)));
            assertThat(text(e.partial())).isEqualTo("789");
            assertThat(await(f.size())).isEqualTo(10);
        }
    }

    @AsyncTest
    void readsWhatIsLongerThanOneSlice() throws IOException {
        byte[] big = new byte[1_000_003];
        new java.util.Random(1).nextBytes(big);
        Path path = Files.write(folder.resolve("big"), big);
        try (AsyncFile f = await(AsyncFiles.open(path))) {
            assertThat(await(f.readAll())).isEqualTo(big);
            await(f.seek(0));
            assertThat(await(f.read(500_000))).hasSize(500_000);
            assertThat(await(f.read(600_000))).hasSize(500_003);
        }
    }

    @AsyncTest
    void writesAtThePosition() throws IOException {
        Path path = file("0123456789");
        try (AsyncFile f = await(AsyncFiles.open(path, READ, WRITE))) {
            await(f.write("ab"));
            await(f.seek(8));
            await(f.write("xyz!".getBytes(UTF_8), 1, 3));
            assertThat(f.position()).isEqualTo(11);
            await(f.flush());
            await(f.sync());
            await(f.seek(0));
            assertThat(text(await(f.readAll()))).isEqualTo("ab234567yz!");
            await(f.truncate(4));
            assertThat(f.position()).isEqualTo(4);
            await(f.seekToEnd());
            await(f.write(new byte[300_000]));
            assertThat(await(f.size())).isEqualTo(300_004);
        }
        assertThat(Files.size(path)).isEqualTo(300_004);
    }

    @AsyncTest
    void appends() throws IOException {
        Path path = file("one");
        try (AsyncFile f = await(AsyncFiles.open(path, CREATE, APPEND))) {
            await(f.write(" two"));
            Files.writeString(path, " other", APPEND);
            await(f.write(" three"));
            assertThat(f.position()).isEqualTo(19);
        }
        assertThat(Files.readString(path)).isEqualTo("one two other three");
    }

    @AsyncTest
    void operationsOfSeveralTasksComeOneAfterTheOther() throws IOException {
        Path path = folder.resolve("log");
        try (AsyncFile f = await(AsyncFiles.open(path, WRITE, CREATE_NEW))) {
            List<Coroutine<Void>> writes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                writes.add(f.write(i + ("-" + i).repeat(1000) + "\n"));
            }
            await(gather(writes));
        }
        List<String> lines = Files.readAllLines(path);
        for (int i = 0; i < 50; i++) {
            assertThat(lines.get(i)).isEqualTo(i + ("-" + i).repeat(1000));
        }
    }

    @AsyncTest
    void linesWithoutTheirEnds() throws IOException {
        List<String> lines = new ArrayList<>();
        try (AsyncFile f = await(AsyncFiles.open(file("skip\nä\r\n\nlast")))) {
            await(f.seek(5));
            for (String line : f.lines()) {
                lines.add(line + "@" + f.position());
            }
        }
        assertThat(lines).containsExactly("ä@9", "@10", "last@14");
    }

    @AsyncTest
    void linesThatGoOverBlocks() throws IOException {
        StringBuilder content = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            expected.add(String.valueOf((char) ('a' + i % 26)).repeat(i * 517));
            content.append(expected.get(i)).append('\n');
        }
        List<String> lines = new ArrayList<>();
        for (String line : AsyncFiles.lines(file(content.toString()))) {
            lines.add(line);
        }
        assertThat(lines).isEqualTo(expected);
    }

    @AsyncTest
    void aLineThatIsTooLong() throws IOException {
        try (AsyncFile f = await(AsyncFiles.open(file("abcd\nabcde")))) {
            List<String> lines = new ArrayList<>();
            Throwable seen = null;
            try {
                for (String line : f.lines(ISO_8859_1, 4)) {
                    lines.add(line);
                }
            } catch (UncheckedIOException e) {
                seen = e.getCause();
            }
            assertThat(lines).containsExactly("abcd");
            assertThat(seen).isInstanceOf(LimitOverrunError.class).hasMessageContaining("4 bytes");
            assertThat(f.position()).isEqualTo(5);
            assertThatThrownBy(() -> f.lines(UTF_16, 4)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> f.lines(UTF_8, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @AsyncTest
    void errorsNameTheFile() throws IOException {
        Path path = file("x");
        Path missing = folder.resolve("missing");
        assertThat(await(failure(AsyncFiles.open(missing))))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(missing.toString());
        AsyncFile f = await(AsyncFiles.open(path));
        assertThat(await(failure(f.write("x"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(path + " was not opened for writing");
        assertThat(await(failure(f.read(-1)))).isInstanceOf(IllegalArgumentException.class);
        assertThat(await(failure(f.seek(-1)))).isInstanceOf(IllegalArgumentException.class);
        await(f.closeAsync());
        await(f.closeAsync());
        assertThat(await(failure(f.read(1))))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(path + ": The file is closed");
        try (AsyncFile w = await(AsyncFiles.open(path, WRITE))) {
            assertThat(await(failure(w.read(1))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(path + " was not opened for reading");
        }
        try (AsyncFile d = await(AsyncFiles.open(folder))) {
            assertThat(await(failure(d.read(1))))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining(folder.toString());
        }
    }

    @AsyncTest
    void aCancelledReadLeavesThePosition() throws IOException {
        try (AsyncFile f = await(AsyncFiles.open(file("0123456789")))) {
            Task<byte[]> read = createTask(f.read(5));
            await(sleep(0)); // the thread is at it, or is about to be
            read.cancel();
            assertThat(text(await(f.read(3)))).isEqualTo("012");
            assertThat(read.isCancelled()).isTrue();
        }
    }

    @AsyncTest
    void aCancelledWriteIsNotOvertaken() throws IOException {
        Path path = folder.resolve("out");
        try (AsyncFile f = await(AsyncFiles.open(path, WRITE, CREATE))) {
            Task<Void> write = createTask(f.write(new byte[1 << 22]));
            await(sleep(0));
            write.cancel();
            await(f.write("abc")); // has its turn when the thread is done
            assertThat(f.position()).isEqualTo(3);
        }
        assertThat(text(Files.readAllBytes(path)).substring(0, 3)).isEqualTo("abc");
    }
}
