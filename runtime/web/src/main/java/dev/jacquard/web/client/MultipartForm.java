package dev.jacquard.web.client;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.emit;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.annotations.Async;
import dev.jacquard.files.AsyncFile;
import dev.jacquard.files.AsyncFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Fields and files of a {@code multipart/form-data} body, in the order of adding. */
public final class MultipartForm {
    private static final int PIECE = 64 * 1024;

    private final List<Part> parts = new ArrayList<>();

    /** Its head, and its bytes or the file that has them. */
    private record Part(byte[] head, byte[] bytes, @Nullable Path file) {}

    /** A form without parts. */
    public static MultipartForm create() {
        return new MultipartForm();
    }

    private MultipartForm() {}

    /** Adds an ordinary field. Gives this. */
    public MultipartForm field(String name, String value) {
        parts.add(new Part(head(name, null, null), value.getBytes(StandardCharsets.UTF_8), null));
        return this;
    }

    /**
     * Adds a file that is in memory.
     *
     * @param fileName as the server is told
     * @param contentType such as {@code image/png}
     * @return this
     */
    public MultipartForm file(String name, String fileName, String contentType, byte[] bytes) {
        parts.add(new Part(head(name, fileName, contentType), bytes, null));
        return this;
    }

    /** Adds a file, which is read when the form is sent. Gives this. */
    public MultipartForm file(String name, Path file) {
        String fileName = String.valueOf(file.getFileName());
        parts.add(new Part(head(name, fileName, "application/octet-stream"), new byte[0], file));
        return this;
    }

    private static byte[] head(String name, @Nullable String fileName, @Nullable String contentType) {
        StringBuilder s = new StringBuilder("Content-Disposition: form-data; name=\"" + quoted(name) + "\"");
        if (fileName != null) {
            s.append("; filename=\"").append(quoted(fileName)).append('"');
        }
        if (contentType != null) {
            if (contentType.indexOf('\r') >= 0 || contentType.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("The contentType of \"" + name + "\" has more than one line");
            }
            s.append("\r\nContent-Type: ").append(contentType);
        }
        return s.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** As browsers do it. */
    private static String quoted(String text) {
        return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    Body body() {
        String boundary = "jacquard-" + UUID.randomUUID();
        List<Part> all = List.copyOf(parts);
        return new Body("multipart/form-data; boundary=" + boundary) {
            @Override
            long length() {
                return MultipartForm.length(all, boundary);
            }

            @Override
            AsyncIterable<byte[]> chunks() {
                return MultipartForm.chunks(all, boundary);
            }
        };
    }

    private static byte[] begin(String boundary) {
        return ("--" + boundary + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] end(String boundary) {
        return ("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static long length(List<Part> parts, String boundary) {
        long length = end(boundary).length;
        for (Part p : parts) {
            if (p.file != null) {
                return Body.UNKNOWN; // what it has is known when it was read
            }
            length += begin(boundary).length + p.head.length + p.bytes.length + 2;
        }
        return length;
    }

    @Async
    private static AsyncGenerator<byte[]> chunks(List<Part> parts, String boundary) {
        for (Part p : parts) {
            emit(begin(boundary));
            emit(p.head);
            if (p.file == null) {
                emit(p.bytes);
            } else {
                try (AsyncFile in = await(AsyncFiles.open(p.file))) {
                    for (byte[] b = await(in.read(PIECE)); b.length > 0; b = await(in.read(PIECE))) {
                        emit(b);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot read " + p.file + ", a part of the form", e);
                }
            }
            emit("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        emit(end(boundary));
        return AsyncGenerator.end();
    }
}
