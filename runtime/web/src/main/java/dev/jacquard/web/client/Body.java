package dev.jacquard.web.client;

import static dev.jacquard.Asyncio.emit;

import dev.jacquard.AsyncGenerator;
import dev.jacquard.AsyncIterable;
import dev.jacquard.annotations.Async;
import org.jspecify.annotations.Nullable;

/** What a request sends. */
abstract class Body {
    static final long UNKNOWN = -1;

    private final @Nullable String contentType;

    Body(@Nullable String contentType) {
        this.contentType = contentType;
    }

    @Nullable
    String contentType() {
        return contentType;
    }

    /** All of it, or null if it comes piece by piece. */
    byte @Nullable [] bytes() {
        return null;
    }

    /** How many bytes, or {@link #UNKNOWN}. */
    abstract long length();

    /** Begins at the start. */
    abstract AsyncIterable<byte[]> chunks();

    boolean canBeRepeated() {
        return true;
    }

    static Body of(byte[] bytes, @Nullable String contentType) {
        return new Body(contentType) {
            @Override
            byte[] bytes() {
                return bytes;
            }

            @Override
            long length() {
                return bytes.length;
            }

            @Override
            AsyncIterable<byte[]> chunks() {
                return one(bytes);
            }
        };
    }

    @Async
    private static AsyncGenerator<byte[]> one(byte[] bytes) {
        emit(bytes);
        return AsyncGenerator.end();
    }

    static Body of(AsyncIterable<byte[]> chunks) {
        return new Body(null) {
            private boolean taken;

            @Override
            long length() {
                return UNKNOWN;
            }

            @Override
            AsyncIterable<byte[]> chunks() {
                if (taken) {
                    throw new IllegalStateException(
                            "The request's bodyStream was sent already. Make a new request with a new stream");
                }
                taken = true;
                return chunks;
            }

            @Override
            boolean canBeRepeated() {
                return false;
            }
        };
    }
}
