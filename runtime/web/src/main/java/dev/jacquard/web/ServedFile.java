package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.toThread;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import io.vertx.core.http.MimeMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file as a response: whole, a part of it, or what {@code If-…} makes of it (RFC 9110, 13 and 14). */
final class ServedFile {
    private final ServerRequest request;
    private final Path file;
    private final long size;
    private final Instant modified;
    private final String tag;

    private ServedFile(ServerRequest request, Path file, long size, Instant modified) {
        this.request = request;
        this.file = file;
        this.size = size;
        this.modified = modified.truncatedTo(ChronoUnit.SECONDS); // as the header has it
        this.tag = "\"" + Long.toHexString(size) + "-" + Long.toHexString(modified.toEpochMilli()) + "\"";
    }

    /** Writes it. */
    @Async
    static Coroutine<Void> write(ResponseWriter writer, Exchange exchange, Response response, Path path) {
        BasicFileAttributes found = await(toThread(() -> attributes(path)));
        if (found == null) {
            Response none = new HttpProblem(404, "There is no such file").toResponse();
            await(new ResponseWriter(exchange, none).write());
            return Coroutine.done();
        }
        ServedFile f = new ServedFile(
                exchange.request(), path, found.size(), found.lastModifiedTime().toInstant());
        await(f.write(writer, response));
        return Coroutine.done();
    }

    private static @Nullable BasicFileAttributes attributes(Path path) {
        try {
            BasicFileAttributes a = Files.readAttributes(path, BasicFileAttributes.class);
            return a.isRegularFile() ? a : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Async
    private Coroutine<Void> write(ResponseWriter writer, Response response) {
        describe(response);
        int unchanged = Preconditions.status(request, tag, modified);
        if (unchanged != 0) {
            response.status(unchanged).removeHeader("content-type");
            await(writer.all(null));
            return Coroutine.done();
        }
        ByteRange range = response.status() == 200 && ifRange() ? ByteRange.of(request.header("range"), size) : null;
        if (range != null && range.isUnsatisfiable()) {
            Response problem = new HttpProblem(416, "The file has " + size + " bytes")
                    .header("content-range", "bytes */" + size)
                    .toResponse();
            await(writer.instead(problem).write());
            return Coroutine.done();
        }
        long from = range == null ? 0 : range.from();
        long length = range == null ? size : range.length();
        if (range != null) {
            response.status(206).header("content-range", "bytes " + from + "-" + (from + length - 1) + "/" + size);
        }
        response.header("content-length", Long.toString(length));
        await(writer.file(file, from, length));
        return Coroutine.done();
    }

    private void describe(Response response) {
        response.header("etag", tag);
        response.header("last-modified", HttpDates.format(modified));
        response.header("accept-ranges", "bytes");
        if (response.header("content-type").isEmpty()) {
            String type = MimeMapping.mimeTypeForFilename(file.getFileName().toString());
            response.header("content-type", type == null ? "application/octet-stream" : withCharset(type));
        }
    }

    private static String withCharset(String type) {
        boolean isText = type.startsWith("text/") || type.equals("application/javascript");
        return isText ? type + "; charset=utf-8" : type;
    }

    /** Whether a range of what the client has may be given to it. */
    private boolean ifRange() {
        Optional<String> said = request.header("if-range");
        if (said.isEmpty()) {
            return true;
        }
        String value = said.get().strip();
        return value.startsWith("\"") ? value.equals(tag) : modified.equals(HttpDates.parse(value));
    }
}
