package dev.jacquard.net;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The file of a Unix socket. All of this blocks. */
final class UnixFile {
    private final Path path;

    /** Who the file is: device and inode; null where the system does not tell. */
    private @Nullable Object key;

    UnixFile(Path path) {
        this.path = path;
    }

    /**
     * Removes the socket that an earlier server has left.
     *
     * @throws BindException if something else is there, which Netty's epoll would remove as well
     */
    @Nullable
    Void removeStale() throws IOException {
        BasicFileAttributes found = attributes();
        if (found != null) {
            if (!found.isOther()) {
                throw new BindException(path + " is there and is no socket");
            }
            Files.deleteIfExists(path);
        }
        return null;
    }

    /** Remembers the socket, which is bound now. */
    @Nullable
    Void bound() throws IOException {
        BasicFileAttributes found = attributes();
        key = found == null ? null : found.fileKey();
        return null;
    }

    /**
     * Netty deletes the file when it closes the server's channel, whosever it is. If another server has replaced it, it
     * gets a second name before, and its own one back afterwards; in between, for some microseconds, it cannot be
     * connected to.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the listener's
    void keepIfReplaced(Channel closing) {
        Path aside = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID());
        try {
            BasicFileAttributes found = attributes();
            if (key == null || found == null || key.equals(found.fileKey())) {
                return;
            }
            Files.createLink(aside, path);
        } catch (IOException | UnsupportedOperationException e) {
            return; // it cannot be told, or not be kept
        }
        closing.closeFuture().addListener(closed -> putBack(aside));
    }

    private void putBack(Path aside) throws IOException {
        try {
            Files.createLink(path, aside);
        } catch (FileAlreadyExistsException e) {
            // a third server was faster
        } finally {
            Files.delete(aside);
        }
    }

    private @Nullable BasicFileAttributes attributes() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
