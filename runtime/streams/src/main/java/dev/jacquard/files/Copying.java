package dev.jacquard.files;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.shield;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One copy of a file, piece by piece, so that it can be watched and cancelled. */
final class Copying {
    private static final long PIECE = 1 << 20;

    private final Path from;
    private final Path to;
    private final CopyProgress progress;
    private final Set<CopyOption> options;
    private final Path written; // the target, or the file that takes its place in the end

    // used by one thread at a time, but for cleanUp
    private volatile @Nullable FileChannel source;
    private volatile @Nullable FileChannel target;
    private long total;
    private boolean abandoned; // with the lock on this object

    Copying(Path from, Path to, CopyProgress progress, Set<CopyOption> options) {
        this.from = from;
        this.to = to;
        this.progress = progress;
        this.options = options;
        this.written = keepsPart() ? to : to.resolveSibling("." + to.getFileName() + "." + UUID.randomUUID() + ".part");
    }

    private boolean keepsPart() {
        return options.contains(PartialCopy.KEEP);
    }

    private boolean replaces() {
        return options.contains(StandardCopyOption.REPLACE_EXISTING);
    }

    @Async
    Coroutine<Long> run() throws IOException {
        boolean complete = false;
        try {
            await(getRunningLoop().runInExecutor(null, this::open), IOException.class);
            long copied = 0;
            while (true) {
                long at = copied;
                long n = await(getRunningLoop().runInExecutor(null, () -> copyPiece(at)), IOException.class);
                if (n == 0) {
                    break;
                }
                copied += n;
                progress.copied(copied, total);
            }
            await(getRunningLoop().runInExecutor(null, this::finish), IOException.class);
            complete = true;
            return Coroutine.of(copied);
        } finally {
            if (!complete) {
                await(shield(getRunningLoop().runInExecutor(null, this::cleanUp)));
            }
        }
    }

    private @Nullable Void open() throws IOException {
        if (Files.isDirectory(from)) {
            throw new FileSystemException(from.toString(), null, "Is a directory");
        }
        if (!replaces() && Files.exists(to)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        if (Files.exists(to) && Files.isSameFile(from, to)) {
            throw new FileSystemException(from.toString(), to.toString(), "They are the same file");
        }
        FileChannel s = FileChannel.open(from, StandardOpenOption.READ);
        if (!adopt(s, true)) {
            return null;
        }
        total = s.size();
        adopt(openTarget(), false);
        return null;
    }

    private FileChannel openTarget() throws IOException {
        try {
            return keepsPart() && replaces()
                    ? FileChannel.open(
                            written,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING)
                    : FileChannel.open(written, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        } catch (NoSuchFileException e) { // of the folder; the part's name would tell nobody anything
            NoSuchFileException missing = new NoSuchFileException(to.toString());
            missing.initCause(e);
            throw missing;
        }
    }

    /** Keeps a channel, or closes it if the copying was cancelled meanwhile. */
    private synchronized boolean adopt(FileChannel channel, boolean isSource) throws IOException {
        if (abandoned) {
            channel.close();
            if (!isSource) {
                deletePart();
            }
            return false;
        }
        if (isSource) {
            source = channel;
        } else {
            target = channel;
        }
        return true;
    }

    private long copyPiece(long at) throws IOException {
        FileChannel s = source;
        FileChannel t = target;
        if (s == null || t == null) {
            return 0;
        }
        try {
            return s.transferTo(at, PIECE, t);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            FileSystemException named = new FileSystemException(from.toString(), to.toString(), e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    private @Nullable Void finish() throws IOException {
        copyAttributes();
        closeChannels();
        synchronized (this) { // from here on the target is there, whatever happens
            if (abandoned || keepsPart()) {
                return null;
            }
            if (replaces()) {
                Files.move(written, to, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.move(written, to);
            }
        }
        return null;
    }

    private void copyAttributes() throws IOException {
        PosixFileAttributeView of = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        PosixFileAttributeView on = Files.getFileAttributeView(written, PosixFileAttributeView.class);
        if (of != null && on != null) {
            on.setPermissions(of.readAttributes().permissions()); // as Files.copy does
        }
        if (options.contains(StandardCopyOption.COPY_ATTRIBUTES)) {
            Files.setLastModifiedTime(written, Files.getLastModifiedTime(from));
        }
    }

    /** Ends what a thread is doing, too. */
    private synchronized @Nullable Void cleanUp() throws IOException {
        abandoned = true;
        boolean begun = target != null;
        closeChannels();
        if (begun) {
            deletePart();
        }
        return null;
    }

    private void deletePart() throws IOException {
        if (keepsPart()) {
            return;
        }
        try {
            Files.delete(written);
        } catch (NoSuchFileException e) {
            // it has taken its place
        }
    }

    private void closeChannels() {
        FileChannel s = source;
        FileChannel t = target;
        if (s != null) {
            FileBytes.closeQuietly(s);
        }
        if (t != null) {
            FileBytes.closeQuietly(t);
        }
    }
}
