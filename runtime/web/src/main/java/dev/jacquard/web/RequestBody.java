package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.vertx.StreamItems;
import dev.jacquard.vertx.VertxStreams;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The body of a request, to be read once. It waits, paused, until somebody reads it or the response ends. */
final class RequestBody {
    private final HttpServerRequest http;
    private final Exchange exchange;
    private boolean taken;

    RequestBody(HttpServerRequest http, Exchange exchange) {
        this.http = http;
        this.exchange = exchange;
    }

    /** Whether nobody has read it. */
    boolean isUnread() {
        return !taken;
    }

    private void take() {
        if (taken) {
            throw new IllegalStateException("The body of " + http.method() + " " + http.path()
                    + " was read already. It is read once: keep what text(), json() or bytes() gives");
        }
        taken = true;
    }

    /** Its pieces, as Vert.x gives them. */
    @Async
    private AsyncGenerator<Buffer> pieces() {
        long limit = exchange.options().maxBody;
        long length = exchange.contentLength();
        if (length > limit) {
            throw tooLarge(limit);
        }
        if (http.isEnded()) {
            return AsyncGenerator.end();
        }
        long count = 0;
        try (StreamItems<Buffer> items = VertxStreams.items(http)) {
            for (Buffer piece : items) {
                count += piece.length();
                if (count > limit) {
                    throw tooLarge(limit);
                }
                emit(piece);
            }
        } catch (HttpProblem e) {
            throw e;
        } catch (Exception e) {
            await(exchange.left(e));
        }
        return AsyncGenerator.end();
    }

    private static HttpProblem tooLarge(long limit) {
        return new HttpProblem(413, "The body has more than " + limit + " bytes");
    }

    @Async
    Coroutine<byte[]> bytes() {
        take();
        return Coroutine.of(await(all()));
    }

    @Async
    private Coroutine<byte[]> all() {
        byte[] first = null;
        ByteArrayOutputStream more = null;
        try (AsyncGenerator<Buffer> pieces = pieces()) {
            for (Buffer piece : pieces) {
                if (first == null) {
                    first = piece.getBytes(); // and mostly the only one
                } else {
                    if (more == null) {
                        more = new ByteArrayOutputStream();
                        more.writeBytes(first);
                    }
                    more.writeBytes(piece.getBytes());
                }
            }
        }
        return Coroutine.of(more != null ? more.toByteArray() : first != null ? first : new byte[0]);
    }

    AsyncIterable<byte[]> chunks() {
        take();
        return chunksOf();
    }

    @Async
    private AsyncGenerator<byte[]> chunksOf() {
        try (AsyncGenerator<Buffer> pieces = pieces()) {
            for (Buffer piece : pieces) {
                emit(piece.getBytes());
            }
        }
        return AsyncGenerator.end();
    }

    // ---- as something --------------------------------------------------------------------------

    /** What the client says it is: {@code application/json}, in lower case, without parameters. */
    String mediaType() {
        String type = http.getHeader("content-type");
        if (type == null) {
            return "";
        }
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    @Async
    Coroutine<String> text() {
        take();
        Charset charset = charset();
        return Coroutine.of(decode(await(all()), charset));
    }

    private Charset charset() {
        String name = MediaTypes.parameter(http.getHeader("content-type"), "charset");
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new HttpProblem(415, "The charset " + name + " is not known here");
        }
    }

    private static String decode(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new HttpProblem(400, "The body is not " + charset);
        }
    }

    @Async
    <T> Coroutine<T> json(Type type) {
        String media = mediaType();
        if (!media.isEmpty() && !media.equals("application/json") && !media.endsWith("+json")) {
            throw new HttpProblem(415, "The body has to be application/json, not " + media)
                    .header("accept", "application/json");
        }
        take();
        return Coroutine.of(Json.read(await(all()), type));
    }

    @Async
    Coroutine<Map<String, List<String>>> form() {
        String media = mediaType();
        if (media.equals("multipart/form-data")) {
            return Coroutine.of(await(Multipart.fields(uploads())));
        }
        if (!media.equals("application/x-www-form-urlencoded")) {
            throw new HttpProblem(
                    415,
                    "The body has to be application/x-www-form-urlencoded or multipart/form-data, not "
                            + (media.isEmpty() ? "without a Content-Type" : media));
        }
        take();
        String text = decode(await(all()), StandardCharsets.UTF_8);
        return Coroutine.of(text.isEmpty() ? Map.of() : ServerRequest.decodeQuery(text));
    }

    AsyncIterable<Upload> uploads() {
        if (!mediaType().equals("multipart/form-data")) {
            throw new HttpProblem(
                    415,
                    "The body has to be multipart/form-data, not "
                            + (mediaType().isEmpty() ? "without a Content-Type" : mediaType()));
        }
        take();
        return Multipart.parts(pieces(), http.getHeader("content-type"));
    }
}
