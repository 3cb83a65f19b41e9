package dev.jacquard.web;

import dev.jacquard.Coroutine;
import java.nio.file.Path;

/** Files as responses. */
final class ServedFile {
    private ServedFile() {}

    static Coroutine<Void> write(ResponseWriter writer, Exchange exchange, Response response, Path file) {
        throw new UnsupportedOperationException("files");
    }
}
