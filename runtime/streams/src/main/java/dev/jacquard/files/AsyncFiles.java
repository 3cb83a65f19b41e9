package dev.jacquard.files;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.toThread;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Opens files and does what {@link Files} does, on the loop's executor.
 *
 * <p>Cancelling does not stop what a thread has begun, except where it says so; but nothing that it opens stays open.
 */
public final class AsyncFiles {
    private AsyncFiles() {}

    /**
     * Opens a file: for reading if there is no option, else as the options say. {@code aiofiles.open}.
     *
     * <table>
     * <caption>Python's modes</caption>
     * <tr><td>{@code r}</td><td>no option, or {@code READ}</td></tr>
     * <tr><td>{@code r+}</td><td>{@code READ, WRITE}</td></tr>
     * <tr><td>{@code w}</td><td>{@code WRITE, CREATE, TRUNCATE_EXISTING}</td></tr>
     * <tr><td>{@code a}</td><td>{@code CREATE, APPEND}</td></tr>
     * <tr><td>{@code x}</td><td>{@code WRITE, CREATE_NEW}</td></tr>
     * </table>
     *
     * @param options of {@link StandardOpenOption}
     * @throws IOException if it cannot be opened; its message names the path
     */
    @Async
    public static Coroutine<AsyncFile> open(Path path, OpenOption... options) throws IOException {
        Set<OpenOption> set = Set.of(options);
        boolean appends = set.contains(StandardOpenOption.APPEND);
        EventLoop loop = getRunningLoop();
        FileBytes bytes = await(
                toThread(
                        () -> new FileBytes(loop, path, FileChannel.open(path, set), appends, false),
                        FileBytes::closeQuietly),
                IOException.class);
        return Coroutine.of(new AsyncFile(path, bytes));
    }

    @Async
    private static <T> Coroutine<T> call(Callable<T> blocking) throws IOException {
        return Coroutine.of(await(getRunningLoop().runInExecutor(null, blocking), IOException.class));
    }

    // ---- whole files ---------------------------------------------------------------------------

    /** {@link Files#readAllBytes}. */
    public static Coroutine<byte[]> readAllBytes(Path path) throws IOException {
        return call(() -> Files.readAllBytes(path));
    }

    /** {@link Files#readString(Path)}: in UTF-8, and fails at what is none. */
    public static Coroutine<String> readString(Path path) throws IOException {
        return readString(path, StandardCharsets.UTF_8);
    }

    /** {@link Files#readString(Path, Charset)}. */
    public static Coroutine<String> readString(Path path, Charset charset) throws IOException {
        return call(() -> Files.readString(path, charset));
    }

    /** {@link Files#write(Path, byte[], OpenOption...)}. */
    public static Coroutine<Path> write(Path path, byte[] bytes, OpenOption... options) throws IOException {
        return call(() -> Files.write(path, bytes, options));
    }

    /** {@link Files#writeString(Path, CharSequence, OpenOption...)}, in UTF-8. */
    public static Coroutine<Path> writeString(Path path, CharSequence text, OpenOption... options) throws IOException {
        return writeString(path, text, StandardCharsets.UTF_8, options);
    }

    /** {@link Files#writeString(Path, CharSequence, Charset, OpenOption...)}. */
    public static Coroutine<Path> writeString(Path path, CharSequence text, Charset charset, OpenOption... options)
            throws IOException {
        return call(() -> Files.writeString(path, text, charset, options));
    }

    /** {@link #lines(Path, Charset, int)} in UTF-8 with {@link AsyncFile#DEFAULT_LINE_LIMIT}. */
    public static AsyncGenerator<String> lines(Path path) {
        return lines(path, StandardCharsets.UTF_8, AsyncFile.DEFAULT_LINE_LIMIT);
    }

    /**
     * The lines of a file, which is opened for the first one and closed after the last one, or when this is closed. See
     * {@link AsyncFile#lines(Charset, int)}.
     *
     * @return throws {@link UncheckedIOException} if it cannot be opened or read
     */
    @Async
    public static AsyncGenerator<String> lines(Path path, Charset charset, int limit) {
        try (AsyncFile file = await(open(path))) {
            for (String line : file.lines(charset, limit)) {
                emit(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return AsyncGenerator.end();
    }

    /** {@link #copy(Path, Path, CopyProgress, CopyOption...)} without progress. */
    public static Coroutine<Long> copy(Path from, Path to, CopyOption... options) throws IOException {
        return copy(from, to, (copied, total) -> {}, options);
    }

    /**
     * Copies a file. If it is cancelled or fails, no half of it stays, and a target that was there is as it was; the
     * coroutine ends when that is so. {@link PartialCopy#KEEP} changes that.
     *
     * @param progress is told after each piece
     * @param options {@code REPLACE_EXISTING}, {@code COPY_ATTRIBUTES} (the time of the last change; permissions are
     *     copied anyway) or {@link PartialCopy#KEEP}
     * @return how many bytes were copied
     * @throws java.nio.file.FileAlreadyExistsException if the target exists, without {@code REPLACE_EXISTING}
     * @throws IOException if it cannot be read or written
     */
    public static Coroutine<Long> copy(Path from, Path to, CopyProgress progress, CopyOption... options)
            throws IOException {
        return new Copying(from, to, progress, Set.of(options)).run();
    }

    // ---- folders -------------------------------------------------------------------------------

    /** What is in a folder, sorted by name. {@link Files#list}. */
    public static Coroutine<List<Path>> list(Path folder) throws IOException {
        return call(() -> {
            try (Stream<Path> entries = Files.list(folder)) {
                return entries.sorted().collect(Collectors.toList());
            }
        });
    }

    /** {@link #walk(Path, int)} as deep as it goes. */
    public static AsyncGenerator<Path> walk(Path root) {
        return walk(root, Integer.MAX_VALUE);
    }

    /**
     * A folder and what is in it and below it: each folder before what is in it, the entries of one sorted by name. It
     * is read folder by folder. Symbolic links are given and not followed. What vanishes meanwhile is left out.
     *
     * @param depth levels below the root; 0 gives the root only
     * @return throws {@link UncheckedIOException} if a folder cannot be read
     */
    @Async
    public static AsyncGenerator<Path> walk(Path root, int depth) {
        if (depth < 0) {
            throw new IllegalArgumentException("depth cannot be negative: " + depth);
        }
        ArrayDeque<FolderEntry> next = new ArrayDeque<>();
        try {
            next.push(await(call(() -> FolderEntry.of(root))));
            while (!next.isEmpty()) {
                FolderEntry entry = next.pop();
                emit(entry.path());
                if (entry.isFolder() && entry.depth() < depth) {
                    List<FolderEntry> entries = await(call(entry::read));
                    for (int i = entries.size() - 1; i >= 0; i--) {
                        next.push(entries.get(i));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return AsyncGenerator.end();
    }

    /** {@link Files#exists}. */
    @Async
    public static Coroutine<Boolean> exists(Path path, LinkOption... options) {
        return Coroutine.of(await(getRunningLoop().runInExecutor(null, () -> Files.exists(path, options))));
    }

    /** {@link Files#size}. */
    public static Coroutine<Long> size(Path path) throws IOException {
        return call(() -> Files.size(path));
    }

    /** {@link Files#createDirectories}. */
    public static Coroutine<Path> createDirectories(Path folder) throws IOException {
        return call(() -> Files.createDirectories(folder));
    }

    /** {@link Files#move}. */
    public static Coroutine<Path> move(Path from, Path to, CopyOption... options) throws IOException {
        return call(() -> Files.move(from, to, options));
    }

    /** {@link Files#deleteIfExists}. */
    public static Coroutine<Boolean> delete(Path path) throws IOException {
        return call(() -> Files.deleteIfExists(path));
    }

    /**
     * Deletes a folder with all that is in it, or a file; symbolic links are deleted, not followed.
     *
     * @return whether there was something
     */
    public static Coroutine<Boolean> deleteRecursively(Path path) throws IOException {
        return call(() -> Deleting.recursively(path));
    }

    // ---- temporary -----------------------------------------------------------------------------

    /**
     * Makes a new file among the system's temporary ones, opened for reading and writing. It is deleted when it is
     * closed.
     *
     * @param prefix how its name begins
     * @param suffix how it ends
     */
    @Async
    public static Coroutine<AsyncFile> temporaryFile(String prefix, String suffix) throws IOException {
        EventLoop loop = getRunningLoop();
        FileBytes bytes = await(
                toThread(() -> FileBytes.temporary(loop, prefix, suffix), FileBytes::closeQuietly), IOException.class);
        return Coroutine.of(new AsyncFile(bytes.path(), bytes));
    }

    /**
     * Makes a new folder among the system's temporary ones. It is deleted with all that is in it when it is closed.
     *
     * @param prefix how its name begins
     */
    @Async
    public static Coroutine<TemporaryFolder> temporaryFolder(String prefix) throws IOException {
        EventLoop loop = getRunningLoop();
        return Coroutine.of(await(
                toThread(() -> new TemporaryFolder(loop, Files.createTempDirectory(prefix)), TemporaryFolder::abandon),
                IOException.class));
    }
}
