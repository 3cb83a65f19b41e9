package dev.jacquard.samples.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.Net;
import dev.jacquard.net.Server;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Serves one file over HTTP/1.1, whatever is asked for: just enough for the {@link Download}. */
final class FileServer implements AsyncCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int BLOCK = 1 << 16;

    private final byte[] content;
    private @Nullable Server server;

    private FileServer(byte[] content) {
        this.content = content;
    }

    @Async
    static Coroutine<FileServer> start(byte[] content) throws IOException {
        var files = new FileServer(content);
        files.server = await(Net.startServer(files::serve, HOST, 0));
        return Coroutine.of(files);
    }

    URI uri() {
        return URI.create(
                "http://" + HOST + ":" + Objects.requireNonNull(server).port() + "/");
    }

    /** Answers one request and closes: the client does not mind. */
    @Async
    private Coroutine<Void> serve(StreamReader reader, StreamWriter writer) throws IOException {
        for (String line : reader.lines()) {
            if (line.isEmpty()) { // the end of the request's head
                break;
            }
        }
        writer.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + content.length + "\r\n\r\n");
        for (int at = 0; at < content.length; at += BLOCK) {
            writer.write(content, at, Math.min(BLOCK, content.length - at));
            await(writer.drain());
        }
        return Coroutine.done();
    }

    @Override
    public Coroutine<Void> closeAsync() {
        return Objects.requireNonNull(server).closeAsync();
    }
}
