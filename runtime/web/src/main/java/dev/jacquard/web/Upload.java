package dev.jacquard.web;

import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;
import java.nio.file.Path;
import java.util.Optional;

/** A part of a {@code multipart/form-data} body: a file, or an ordinary field, which has no file name. */
public interface Upload {
    /** The name of the form's field. */
    String name();

    /**
     * The name that the client gives the file, without folders, never to be trusted as a path; empty for an ordinary
     * field.
     */
    Optional<String> fileName();

    /** What the client says it is. */
    Optional<String> contentType();

    /** Its bytes, to be gone through once, before the next part is asked for. */
    AsyncIterable<byte[]> chunks();

    /**
     * Writes it to a new or existing file. A file that was begun is deleted on failure or cancellation.
     *
     * @return how many bytes it has
     */
    Coroutine<Long> saveTo(Path file);
}
