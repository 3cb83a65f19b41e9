package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.files.AsyncFile;
import dev.jacquard.files.AsyncFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A part of a {@link Multipart} while it passes by. */
final class MultipartPart implements Upload {
    private final Multipart body;
    private final MultipartDecoder.Begin begin;
    private boolean taken;
    private boolean abandoned;

    MultipartPart(Multipart body, MultipartDecoder.Begin begin) {
        this.body = body;
        this.begin = begin;
    }

    @Override
    public String name() {
        return begin.name();
    }

    @Override
    public Optional<String> fileName() {
        return Optional.ofNullable(begin.fileName());
    }

    @Override
    public Optional<String> contentType() {
        return Optional.ofNullable(begin.contentType());
    }

    /** The next part was asked for. */
    void abandon() {
        abandoned = true;
    }

    @Override
    public AsyncIterable<byte[]> chunks() {
        if (taken) {
            throw new IllegalStateException("The part \"" + name() + "\" was read already; it is read once");
        }
        taken = true;
        return pass();
    }

    @Async
    private AsyncGenerator<byte[]> pass() {
        for (; ; ) {
            if (abandoned) {
                throw new IllegalStateException(
                        "The part \"" + name() + "\" is gone: it is read before the next part is asked for");
            }
            byte[] content = await(body.content());
            if (content == null) {
                return AsyncGenerator.end();
            }
            emit(content);
        }
    }

    @Override
    @Async
    public Coroutine<Long> saveTo(Path file) {
        boolean whole = false;
        try {
            long size = await(write(file));
            whole = true;
            return Coroutine.of(size);
        } catch (IOException e) {
            return Coroutine.failed(e);
        } finally {
            if (!whole) {
                await(deleteQuietly(file));
            }
        }
    }

    @Async
    private Coroutine<Long> write(Path file) throws IOException {
        long size = 0;
        try (AsyncFile out = await(AsyncFiles.open(
                file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING))) {
            for (byte[] chunk : chunks()) {
                await(out.write(chunk));
                size += chunk.length;
            }
        }
        return Coroutine.of(size);
    }

    @Async
    private static Coroutine<Void> deleteQuietly(Path file) {
        try {
            await(AsyncFiles.delete(file));
        } catch (IOException e) {
            // what has failed before is told
        }
        return Coroutine.done();
    }

    @Override
    public String toString() {
        return "Upload[" + name() + (begin.fileName() == null ? "" : ", file " + begin.fileName()) + "]";
    }
}
