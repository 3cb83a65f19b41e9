package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.toThread;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A folder whose files are served. Hidden files, and what links lead to outside of it, are not. */
final class Folder {
    static final String REST = "path";

    private final Path root;
    private final FileOptions options;

    Folder(Path root, FileOptions options) {
        this.root = root;
        this.options = options;
    }

    /** What was found. */
    private record Found(@Nullable Path file, boolean needsSlash) {}

    @Async
    Coroutine<Response> serve(ServerRequest request) {
        String path = request.pathParam(REST);
        boolean hasSlash = request.rawPath().endsWith("/");
        Found found = await(toThread(() -> find(path, hasSlash)));
        if (found.needsSlash()) {
            String query = request.http.query();
            return Coroutine.of(Response.redirect(request.rawPath() + "/" + (query == null ? "" : "?" + query)));
        }
        if (found.file() == null) {
            throw new HttpProblem(404, "There is nothing at " + request.path());
        }
        Response response = Response.file(found.file());
        response.header("cache-control", options.maxAge == null ? "no-cache" : "max-age=" + options.maxAge.toSeconds());
        return Coroutine.of(response);
    }

    private Found find(String path, boolean hasSlash) {
        Path file = inside(path);
        if (file != null && Files.isDirectory(file)) {
            Path index = existing(file.resolve(options.index));
            if (index != null) {
                return new Found(index, !hasSlash && !path.isEmpty());
            }
            file = null;
        }
        file = file == null || hasSlash ? null : existing(file);
        if (file == null && options.fallback != null) {
            file = existing(root.resolve(options.fallback));
        }
        return new Found(file, false);
    }

    private @Nullable Path inside(String path) {
        Path file = root;
        for (String part : path.split("/", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            if (part.startsWith(".") || part.indexOf('\\') >= 0) {
                return null;
            }
            try {
                file = file.resolve(part);
            } catch (InvalidPathException e) {
                return null;
            }
        }
        return file;
    }

    private @Nullable Path existing(Path file) {
        try {
            return Files.isRegularFile(file) && file.toRealPath().startsWith(root.toRealPath()) ? file : null;
        } catch (IOException e) {
            return null;
        }
    }
}
