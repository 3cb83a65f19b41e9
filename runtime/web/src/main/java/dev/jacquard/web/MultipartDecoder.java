package dev.jacquard.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.EndOfDataDecoderException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.ErrorDataDecoderException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooLongFormFieldException;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.TooManyFormFieldsException;
import io.netty.handler.codec.http.multipart.MemoryAttribute;
import io.netty.handler.codec.http.multipart.MemoryFileUpload;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Netty's decoder of multipart bodies, told to keep nothing: what it finds goes into a queue, in its order. */
final class MultipartDecoder implements AutoCloseable {
    private static final int MAX_PARTS = 1000;
    private static final int MAX_BUFFERED = 16 * 1024; // of a part's head, or before a boundary

    /**
     * The head of a part.
     *
     * @param fileName null for an ordinary field
     */
    record Begin(String name, @Nullable String fileName, @Nullable String contentType) {}

    /** A {@link Begin}, bytes, or {@link #END}, of one part after another. */
    private final Deque<Object> found = new ArrayDeque<>();

    private static final Object END = new Object();

    private final HttpPostMultipartRequestDecoder decoder;
    private boolean ended;
    private int parts;

    MultipartDecoder(String contentType) {
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
        head.headers().set("content-type", contentType);
        try {
            decoder = new HttpPostMultipartRequestDecoder(
                    new Factory(), head, StandardCharsets.UTF_8, MAX_PARTS, MAX_BUFFERED);
        } catch (ErrorDataDecoderException e) {
            throw bad(e);
        }
    }

    // ---- what comes in -------------------------------------------------------------------------

    void offer(Buffer piece) {
        ByteBuf bytes = Unpooled.wrappedBuffer(piece.getBytes());
        try {
            decoder.offer(new DefaultHttpContent(bytes));
        } catch (TooManyFormFieldsException | TooLongFormFieldException e) {
            throw new HttpProblem(413, "The multipart body has too many parts, or a head that is too long");
        } catch (ErrorDataDecoderException e) {
            throw bad(e);
        } finally {
            bytes.release();
        }
    }

    /** The body has ended, and has to be whole. */
    void end() {
        ended = true;
        try {
            decoder.offer(LastHttpContent.EMPTY_LAST_CONTENT);
            while (decoder.hasNext()) {
                decoder.next();
            }
        } catch (EndOfDataDecoderException e) {
            return; // Netty has seen the last boundary
        } catch (ErrorDataDecoderException e) {
            throw bad(e);
        }
        throw new HttpProblem(400, "The multipart body ends before its last boundary");
    }

    boolean isEnded() {
        return ended;
    }

    private static HttpProblem bad(ErrorDataDecoderException e) {
        return new HttpProblem(400, "The body is no multipart/form-data: " + e.getMessage());
    }

    // ---- what goes out -------------------------------------------------------------------------

    boolean hasBegin() {
        return found.peekFirst() instanceof Begin;
    }

    Begin begin() {
        return (Begin) found.removeFirst();
    }

    /** What is left of a part that nobody reads. */
    void dropContent() {
        while (!found.isEmpty() && !hasBegin()) {
            found.removeFirst();
        }
    }

    /** Bytes of the current part, or null if none are there. */
    byte @Nullable [] content() {
        return found.peekFirst() instanceof byte[] ? (byte[]) found.removeFirst() : null;
    }

    boolean isPartEnded() {
        return found.peekFirst() == END;
    }

    @Override
    public void close() {
        decoder.destroy();
    }

    private void take(ByteBuf buffer, boolean isLast) {
        if (buffer.isReadable()) {
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            found.add(bytes);
        }
        buffer.release();
        if (isLast) {
            found.add(END);
        }
    }

    private void begin(String name, @Nullable String fileName, @Nullable String contentType) {
        if (++parts > MAX_PARTS) {
            throw new TooManyFormFieldsException();
        }
        found.add(new Begin(name, fileName, contentType));
    }

    /** The file's name without folders, whatever system the client has. */
    static String withoutFolders(String fileName) {
        return fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
    }

    private final class Factory extends DefaultHttpDataFactory {
        Factory() {
            super(false);
        }

        @Override
        public Attribute createAttribute(HttpRequest request, String name) {
            begin(name, null, null);
            return new Field(name);
        }

        @Override
        public Attribute createAttribute(HttpRequest request, String name, long definedSize) {
            return createAttribute(request, name);
        }

        @Override
        public FileUpload createFileUpload(
                HttpRequest request,
                String name,
                String fileName,
                String contentType,
                String contentTransferEncoding,
                Charset charset,
                long size) {
            begin(name, withoutFolders(fileName), contentType);
            return new File(name, fileName, contentType, contentTransferEncoding, charset);
        }
    }

    private final class Field extends MemoryAttribute {
        Field(String name) {
            super(name, StandardCharsets.UTF_8);
        }

        @Override
        public void addContent(ByteBuf buffer, boolean last) {
            MultipartDecoder.this.take(buffer, last);
            if (last) {
                setCompleted();
            }
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return this == o;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private final class File extends MemoryFileUpload {
        File(String name, String fileName, String type, String encoding, Charset charset) {
            super(name, fileName, type, encoding, charset, 0);
        }

        @Override
        public void addContent(ByteBuf buffer, boolean last) {
            MultipartDecoder.this.take(buffer, last);
            if (last) {
                setCompleted();
            }
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return this == o;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
