package dev.jacquard.web.client;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.files.AsyncFile;
import dev.jacquard.files.AsyncFiles;
import dev.jacquard.web.internal.WebDoor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A response whose body is on the {@link Wire}. */
final class WireResponse implements ClientResponse {
    private static final int SMALL = 64 * 1024;
    private static final int BAD = 400;
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

    private final Wire wire;
    private final HttpClientResponse http;
    private final URI uri;
    private boolean taken;

    WireResponse(Wire wire, HttpClientResponse http, URI uri) {
        this.wire = wire;
        this.http = http;
        this.uri = uri;
    }

    Wire wire() {
        return wire;
    }

    @Override
    public int status() {
        return http.statusCode();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(http.getHeader(name));
    }

    @Override
    public Map<String, List<String>> headers() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        http.headers()
                .forEach((name, value) -> all.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                        .add(value));
        return all;
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public ClientResponse raiseForStatus() {
        if (status() < BAD) {
            return this;
        }
        wire.abort(null);
        throw new ResponseStatusException(
                status(), wire + ": the status is " + status() + " " + String.valueOf(http.statusMessage()));
    }

    // ---- the body ------------------------------------------------------------------------------

    private void take() {
        if (taken) {
            throw new IllegalStateException("The body of the response to " + wire
                    + " was read already. It is read once: keep what text(), json() or bytes() gives");
        }
        taken = true;
    }

    @Override
    @Async
    public Coroutine<byte[]> bytes() {
        take();
        if (!await(wire.next())) {
            return Coroutine.of(new byte[0]);
        }
        Buffer first = wire.piece();
        Buffer all = first;
        boolean isCopy = false;
        while (await(wire.next())) {
            if (!isCopy) {
                isCopy = true;
                all = Buffer.buffer(2 * first.length()).appendBuffer(first);
            }
            all.appendBuffer(wire.piece());
        }
        return Coroutine.of(all.getBytes());
    }

    @Override
    @Async
    public Coroutine<String> text() {
        Charset charset = charset();
        return Coroutine.of(new String(await(bytes()), charset));
    }

    private Charset charset() {
        Matcher m = CHARSET.matcher(header("content-type").orElse(""));
        if (!m.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(m.group(1));
        } catch (IllegalArgumentException e) {
            throw new ClientException(wire + ": the charset " + m.group(1) + " is not known here; read bytes()", e);
        }
    }

    @Override
    public Coroutine<Map<String, Object>> json() {
        return read(Map.class);
    }

    @Override
    public <T> Coroutine<T> json(Class<T> type) {
        return read(type);
    }

    @Override
    public <T> Coroutine<List<T>> jsonList(Class<T> element) {
        return read(WebDoor.get().listOf(element));
    }

    @Async
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the type says it
    private <T> Coroutine<T> read(Type type) {
        byte[] json = await(bytes());
        try {
            return Coroutine.of((T) WebDoor.get().readJson(json, type));
        } catch (WebDoor.UnreadableException e) {
            throw new ClientException(
                    wire + ": the response (status " + status() + ") cannot be read as JSON: " + e.getMessage(), e);
        }
    }

    @Override
    public AsyncIterable<byte[]> chunks() {
        take();
        return pieces();
    }

    @Async
    private AsyncGenerator<byte[]> pieces() {
        try {
            while (await(wire.next())) {
                Buffer b = wire.piece();
                emit(b.getBytes());
            }
        } finally {
            wire.abort(null); // unless it was read to its end
        }
        return AsyncGenerator.end();
    }

    @Override
    public AsyncIterable<String> lines() {
        take();
        return allLines();
    }

    @Async
    private AsyncGenerator<String> allLines() {
        Lines lines = new Lines();
        try {
            while (await(wire.next())) {
                Buffer b = wire.piece();
                lines.add(b.getBytes());
                for (String line = lines.next(); line != null; line = lines.next()) {
                    emit(line);
                }
            }
            String last = lines.rest();
            if (last != null) {
                emit(last);
            }
        } finally {
            wire.abort(null); // unless it was read to its end
        }
        return AsyncGenerator.end();
    }

    @Override
    @Async
    public Coroutine<Long> saveTo(Path file) {
        take();
        boolean whole = false;
        try {
            long size = await(write(file));
            whole = true;
            return Coroutine.of(size);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        } finally {
            if (!whole) {
                wire.abort(null);
                await(delete(file));
            }
        }
    }

    @Async
    private Coroutine<Long> write(Path file) throws IOException {
        long size = 0;
        try (AsyncFile out = await(AsyncFiles.open(
                file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING))) {
            while (await(wire.next())) {
                Buffer b = wire.piece();
                await(out.write(b.getBytes()));
                size += b.length();
            }
        }
        return Coroutine.of(size);
    }

    @Async
    private static Coroutine<Void> delete(Path file) {
        try {
            await(AsyncFiles.delete(file));
        } catch (IOException e) {
            // what made it incomplete is thrown
        }
        return Coroutine.done();
    }

    // ---- the end -------------------------------------------------------------------------------

    /** Reads a short rest, so that the connection can be used again; else closes. */
    @Async
    Coroutine<Void> discard() {
        taken = true;
        long size = 0;
        try {
            while (await(wire.next())) {
                Buffer b = wire.piece();
                size += b.length();
                if (size > SMALL) {
                    wire.abort(null);
                    return Coroutine.done();
                }
            }
        } catch (LostException e) {
            // nobody wanted it
        }
        return Coroutine.done();
    }

    @Override
    public Coroutine<Void> closeAsync() {
        taken = true;
        wire.abort(null);
        return Coroutine.done();
    }

    @Override
    public String toString() {
        return "ClientResponse[" + wire + ": " + status() + "]";
    }
}
