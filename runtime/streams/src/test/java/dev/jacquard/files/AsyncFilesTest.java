package dev.jacquard.files;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.streams.Failures.failure;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.annotations.SuppressWeaverWarnings;
import dev.jacquard.testing.AsyncTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

@SuppressWeaverWarnings("W24") // looks at the files by other means
class AsyncFilesTest {
    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path p : entries()) {
            names.add(folder.relativize(p).toString());
        }
        return names;
    }

    private List<Path> entries() throws IOException {
        try (var entries = Files.walk(folder)) {
            return entries.filter(p -> !p.equals(folder)).sorted().toList();
        }
    }

    @AsyncTest
    void wholeFiles() throws IOException {
        Path path = folder.resolve("a");
        await(AsyncFiles.writeString(path, "ä"));
        await(AsyncFiles.writeString(path, "ö", APPEND));
        assertThat(await(AsyncFiles.readString(path))).isEqualTo("äö");
        await(AsyncFiles.writeString(path, "ä", ISO_8859_1));
        assertThat(await(AsyncFiles.readAllBytes(path))).containsExactly(0xe4);
        assertThat(await(AsyncFiles.readString(path, ISO_8859_1))).isEqualTo("ä");
        assertThat(await(failure(AsyncFiles.readString(path)))).isInstanceOf(IOException.class);
        await(AsyncFiles.write(path, new byte[] {1, 2}));
        assertThat(await(AsyncFiles.size(path))).isEqualTo(2);
        assertThat(await(AsyncFiles.exists(path))).isTrue();
        Path moved = await(AsyncFiles.move(path, folder.resolve("b")));
        assertThat(await(AsyncFiles.exists(path))).isFalse();
        assertThat(await(AsyncFiles.delete(moved))).isTrue();
        assertThat(await(AsyncFiles.delete(moved))).isFalse();
    }

    @AsyncTest
    void listsAndWalks() throws IOException {
        await(AsyncFiles.createDirectories(folder.resolve("b/c")));
        await(AsyncFiles.writeString(folder.resolve("b/x"), ""));
        await(AsyncFiles.writeString(folder.resolve("b/c/y"), ""));
        await(AsyncFiles.writeString(folder.resolve("a"), ""));
        Files.createSymbolicLink(folder.resolve("d"), folder);
        List<Path> list = await(AsyncFiles.list(folder));
        assertThat(list).containsExactly(folder.resolve("a"), folder.resolve("b"), folder.resolve("d"));
        List<String> walked = new ArrayList<>();
        for (Path p : AsyncFiles.walk(folder)) {
            walked.add(folder.relativize(p).toString());
        }
        assertThat(walked).containsExactly("", "a", "b", "b/c", "b/c/y", "b/x", "d");
        walked.clear();
        for (Path p : AsyncFiles.walk(folder, 1)) {
            walked.add(folder.relativize(p).toString());
        }
        assertThat(walked).containsExactly("", "a", "b", "d");
        Throwable seen = null;
        try {
            for (Path p : AsyncFiles.walk(folder.resolve("missing"))) {
                walked.add(p.toString());
            }
        } catch (UncheckedIOException e) {
            seen = e.getCause();
        }
        assertThat(seen).isInstanceOf(NoSuchFileException.class);
        assertThat(await(AsyncFiles.deleteRecursively(folder.resolve("b")))).isTrue();
        assertThat(await(AsyncFiles.deleteRecursively(folder.resolve("d")))).isTrue();
        assertThat(names()).containsExactly("a");
    }

    @AsyncTest
    void temporaryThingsVanish() throws IOException {
        Path path;
        try (AsyncFile f = await(AsyncFiles.temporaryFile("jacquard", ".tmp"))) {
            path = f.path();
            await(f.write("x"));
            assertThat(path).exists();
        }
        assertThat(path).doesNotExist();
        try (TemporaryFolder f = await(AsyncFiles.temporaryFolder("jacquard"))) {
            path = f.path();
            Files.createDirectories(path.resolve("a/b"));
            Files.writeString(path.resolve("a/b/c"), "");
        }
        assertThat(path).doesNotExist();
    }

    // ---- copy ----------------------------------------------------------------------------------

    private Path big() throws IOException {
        byte[] content = new byte[(3 << 20) + 5];
        new java.util.Random(7).nextBytes(content);
        return Files.write(folder.resolve("big"), content);
    }

    @AsyncTest
    void copiesAndTells() throws IOException {
        Path from = big();
        Path to = folder.resolve("copy");
        Files.setLastModifiedTime(from, FileTime.fromMillis(1000));
        List<String> progress = new ArrayList<>();
        long copied = await(AsyncFiles.copy(from, to, (n, of) -> progress.add(n + "/" + of), COPY_ATTRIBUTES));
        assertThat(copied).isEqualTo(3145733);
        assertThat(progress)
                .containsExactly("1048576/3145733", "2097152/3145733", "3145728/3145733", "3145733/3145733");
        assertThat(to).hasSameBinaryContentAs(from);
        assertThat(Files.getLastModifiedTime(to).toMillis()).isEqualTo(1000);
        assertThat(names()).containsExactly("big", "copy");
    }

    @AsyncTest
    void anExistingTargetIsKeptOrReplaced() throws IOException {
        Path from = Files.writeString(folder.resolve("a"), "new");
        Path to = Files.writeString(folder.resolve("b"), "old content");
        assertThat(await(failure(AsyncFiles.copy(from, to))))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(to.toString());
        assertThat(Files.readString(to)).isEqualTo("old content");
        await(AsyncFiles.copy(from, to, REPLACE_EXISTING));
        assertThat(Files.readString(to)).isEqualTo("new");
        Files.writeString(to, "old content");
        await(AsyncFiles.copy(from, to, REPLACE_EXISTING, PartialCopy.KEEP));
        assertThat(Files.readString(to)).isEqualTo("new");
        assertThat(await(failure(AsyncFiles.copy(from, from, REPLACE_EXISTING))))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("same file");
        assertThat(await(failure(AsyncFiles.copy(folder, to, REPLACE_EXISTING))))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("Is a directory");
        assertThat(await(failure(AsyncFiles.copy(from, folder.resolve("no/c")))))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.resolve("no/c").toString());
        assertThat(await(failure(AsyncFiles.copy(folder.resolve("c"), to, REPLACE_EXISTING))))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(names()).containsExactly("a", "b");
    }

    @AsyncTest
    void aFailedCopyLeavesNoHalf() throws IOException {
        Path from = big();
        Path to = Files.writeString(folder.resolve("copy"), "old");
        CopyProgress fails = (n, of) -> {
            throw new IllegalStateException("enough");
        };
        assertThat(await(failure(AsyncFiles.copy(from, to, fails, REPLACE_EXISTING))))
                .hasMessage("enough");
        assertThat(Files.readString(to)).isEqualTo("old");
        assertThat(names()).containsExactly("big", "copy");
        Path kept = folder.resolve("kept");
        assertThat(await(failure(AsyncFiles.copy(from, kept, fails, PartialCopy.KEEP))))
                .hasMessage("enough");
        assertThat(Files.size(kept)).isEqualTo(1 << 20);
    }
}
