package dev.jacquard.web.client;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A response whose body is still to be read, once. Reading it to its end, or closing it, gives its connection back; a
 * failure or cancellation of the reading closes it. What the reading methods throw is {@link ClientException}, if the
 * connection is lost or a limit of time is over.
 */
public interface ClientResponse extends AsyncCloseable {
    /** 200 to 999. */
    int status();

    /** The first header of a name, whatever its case. */
    Optional<String> header(String name);

    /** All headers, by their names in lower case. */
    Map<String, List<String>> headers();

    /** Where it came from, after redirects. */
    URI uri();

    /**
     * Gives this, if its status is below 400; closes it otherwise.
     *
     * @throws ResponseStatusException if the status is 400 or above
     */
    ClientResponse raiseForStatus();

    /** The body as text, in the charset of {@code Content-Type} or UTF-8; what is malformed becomes U+FFFD. */
    Coroutine<String> text();

    /** The body as a JSON object. */
    Coroutine<Map<String, Object>> json();

    /** The body as JSON; throws {@link ClientException} with the place if it is none or not of that type. */
    <T> Coroutine<T> json(Class<T> type);

    /** The body as a JSON array; see {@link #json(Class)}. */
    <T> Coroutine<List<T>> jsonList(Class<T> element);

    /** The body. */
    Coroutine<byte[]> bytes();

    /** The body piece by piece; the server is read no faster than that. A loop that is left early closes it. */
    AsyncIterable<byte[]> chunks();

    /** The body line by line, without the ends of lines ({@code \n} or {@code \r\n}), in UTF-8. */
    AsyncIterable<String> lines();

    /**
     * Writes the body to a new or existing file. A file that was begun is deleted on failure or cancellation.
     *
     * @return how many bytes it has; throws {@link java.io.UncheckedIOException} if it cannot be written
     */
    Coroutine<Long> saveTo(Path file);

    /** Does not read what is left: the connection is closed, unless all has come. */
    @Override
    Coroutine<Void> closeAsync();
}
