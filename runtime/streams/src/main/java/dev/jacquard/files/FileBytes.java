package dev.jacquard.files;

import dev.jacquard.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The blocking calls on a channel, on the executor's threads; exceptions name the file. */
final class FileBytes {
    /** The longest array. */
    static final int MOST = Integer.MAX_VALUE - 8;

    // The JDK copies through a direct buffer per thread that is as long as what is asked for.
    private static final int SLICE = 1 << 17;

    private final Path path;
    private final FileChannel channel;
    private final boolean appends;
    private final boolean deletes;
    private final Runnable closed;

    FileBytes(EventLoop loop, Path path, FileChannel channel, boolean appends, boolean deletes) {
        this.closed = loop.opened("AsyncFile[" + path + "]");
        this.path = path;
        this.channel = channel;
        this.appends = appends;
        this.deletes = deletes;
    }

    /** Of a new file, which is deleted when it is closed. The JDK's own option does that at once. */
    static FileBytes temporary(EventLoop loop, String prefix, String suffix) throws IOException {
        Path path = Files.createTempFile(prefix, suffix);
        try {
            return new FileBytes(
                    loop, path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE), false, true);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** At most n; fewer at the end. */
    byte[] read(long at, int n) throws IOException {
        try {
            byte[] data = new byte[Math.min(n, SLICE)];
            int got = 0;
            while (got < n) {
                if (got == data.length) {
                    data = Arrays.copyOf(data, bigger(data.length, n, channel.size() - at));
                }
                int length = Math.min(SLICE, data.length - got);
                int more = channel.read(ByteBuffer.wrap(data, got, length), at + got);
                if (more < 0) {
                    break;
                }
                got += more;
            }
            return got == data.length ? data : Arrays.copyOf(data, got);
        } catch (NonReadableChannelException e) {
            throw new IllegalStateException(path + " was not opened for reading: StandardOpenOption.READ", e);
        } catch (IOException e) {
            throw named(e);
        }
    }

    /** As long as the file is known to be; but some, as in /proc, are longer than they say. */
    private static int bigger(int length, int wanted, long known) {
        long more = Math.max(known + 1, length + (length >> 1) + SLICE); // + 1: to meet the end
        return (int) Math.min(wanted, more);
    }

    /** Returns the position after them. */
    long write(long at, byte[] data) throws IOException {
        try {
            int done = 0;
            while (done < data.length) {
                ByteBuffer slice = ByteBuffer.wrap(data, done, Math.min(SLICE, data.length - done));
                done += appends ? channel.write(slice) : channel.write(slice, at + done);
            }
            return appends ? channel.position() : at + data.length;
        } catch (NonWritableChannelException e) {
            throw notWritable(e);
        } catch (IOException e) {
            throw named(e);
        }
    }

    @Nullable
    Void truncate(long size) throws IOException {
        try {
            channel.truncate(size);
            return null;
        } catch (NonWritableChannelException e) {
            throw notWritable(e);
        } catch (IOException e) {
            throw named(e);
        }
    }

    @Nullable
    Void force(boolean metadata) throws IOException {
        try {
            channel.force(metadata);
            return null;
        } catch (IOException e) {
            throw named(e);
        }
    }

    long size() throws IOException {
        try {
            return channel.size();
        } catch (IOException e) {
            throw named(e);
        }
    }

    @Nullable
    Void close() throws IOException {
        try {
            channel.close();
            if (deletes) {
                Files.deleteIfExists(path);
            }
            return null;
        } catch (IOException e) {
            throw named(e);
        } finally {
            closed.run();
        }
    }

    void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            // nobody is there to be told
        }
    }

    static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // nobody is there to be told
        }
    }

    private IllegalStateException notWritable(NonWritableChannelException e) {
        return new IllegalStateException(path + " was not opened for writing: StandardOpenOption.WRITE", e);
    }

    private IOException named(IOException e) {
        if (e instanceof FileSystemException) {
            return e;
        }
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        FileSystemException named = new FileSystemException(path.toString(), null, reason);
        named.initCause(e);
        return named;
    }
}
