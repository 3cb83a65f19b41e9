package dev.jacquard.net;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The file of a Unix socket. All of this blocks. */
final class UnixFile {
    private final Path path;

    UnixFile(Path path) {
        this.path = path;
    }

    /**
     * Removes the socket that an earlier server has left.
     *
     * @throws BindException if something else is there, which Netty's epoll would remove as well
     */
    @Nullable Void removeStale() throws IOException {
        BasicFileAttributes found = attributes();
        if (found != null) {
            if (!found.isOther()) {
                throw new BindException(path + " is there and is no socket");
            }
            Files.deleteIfExists(path);
        }
        return null;
    }

    private @Nullable BasicFileAttributes attributes() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
