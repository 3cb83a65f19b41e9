package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body of {@code multipart/form-data}, part by part. The parts share one stream of bytes: whoever asks for more, of a
 * part or for the next part, drives it.
 */
final class Multipart {
    private final AsyncIterator<Buffer> pieces;
    private final MultipartDecoder decoder;
    private @Nullable MultipartPart current;

    private Multipart(AsyncIterator<Buffer> pieces, MultipartDecoder decoder) {
        this.pieces = pieces;
        this.decoder = decoder;
    }

    /** The parts of a body. */
    @Async
    static AsyncGenerator<Upload> parts(AsyncGenerator<Buffer> body, String contentType) {
        try (body;
                MultipartDecoder decoder = new MultipartDecoder(contentType)) {
            Multipart m = new Multipart(body.iterator(), decoder);
            for (MultipartPart part = await(m.next()); part != null; part = await(m.next())) {
                emit(part);
            }
        }
        return AsyncGenerator.end();
    }

    /** Skips what is left of the current part; gives null at the end. */
    @Async
    @SuppressWarnings("NullAway") // it does not see what a type argument may be
    private Coroutine<@Nullable MultipartPart> next() {
        MultipartPart last = current;
        if (last != null) {
            last.abandon();
        }
        while (!decoder.hasBegin()) {
            decoder.dropContent();
            if (!decoder.hasBegin() && !await(more())) {
                return Coroutine.of(null);
            }
        }
        current = new MultipartPart(this, decoder.begin());
        return Coroutine.of(current);
    }

    /** Bytes of the current part, or null at its end. */
    @Async
    @SuppressWarnings("NullAway")
    Coroutine<byte @Nullable []> content() {
        for (; ; ) {
            byte[] content = decoder.content();
            if (content != null) {
                return Coroutine.of(content);
            }
            if (decoder.isPartEnded()) {
                return Coroutine.of(null);
            }
            if (!await(more())) {
                throw new HttpProblem(400, "The multipart body ends inside a part");
            }
        }
    }

    /** Reads on; false at the body's end. */
    @Async
    private Coroutine<Boolean> more() {
        if (decoder.isEnded()) {
            return Coroutine.of(false);
        }
        if (await(pieces.hasNextAsync())) {
            decoder.offer(pieces.next());
        } else {
            decoder.end();
        }
        return Coroutine.of(true);
    }

    /** The ordinary fields; files are skipped. */
    @Async
    static Coroutine<Map<String, List<String>>> fields(AsyncIterable<Upload> parts) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Upload part : parts) {
            if (part.fileName().isEmpty()) {
                fields.computeIfAbsent(part.name(), n -> new ArrayList<>()).add(await(text(part)));
            }
        }
        return Coroutine.of(fields);
    }

    @Async
    private static Coroutine<String> text(Upload part) {
        var bytes = new java.io.ByteArrayOutputStream();
        for (byte[] chunk : part.chunks()) {
            bytes.writeBytes(chunk);
        }
        return Coroutine.of(bytes.toString(StandardCharsets.UTF_8));
    }
}
