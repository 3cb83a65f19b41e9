package dev.jacquard.files;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.shield;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.EventLoop;
import dev.jacquard.Future;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A folder that is deleted, with all that is in it, when it is closed. */
public final class TemporaryFolder implements AsyncCloseable {
    private final Path path;
    private final Runnable closed;

    TemporaryFolder(EventLoop loop, Path path) {
        this.path = path;
        this.closed = loop.opened(this);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * Deletes it; also if it is cancelled.
     *
     * @throws UncheckedIOException if something in it cannot be deleted
     */
    @Override
    @Async
    public Coroutine<Void> closeAsync() {
        Future<Boolean> deleted = getRunningLoop().runInExecutor(null, this::delete);
        try {
            await(shield(deleted), IOException.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Coroutine.done();
    }

    private boolean delete() throws IOException {
        try {
            return Deleting.recursively(path);
        } finally {
            closed.run();
        }
    }

    /** Nobody wants it. */
    void abandon() {
        Deleting.quietly(path);
        closed.run();
    }

    @Override
    public String toString() {
        return "TemporaryFolder[" + path + "]";
    }
}
