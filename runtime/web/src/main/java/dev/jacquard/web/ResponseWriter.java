package dev.jacquard.web;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.vertx.VertxFutures.awaitable;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a response, framed so that the client always sees where it ends. */
final class ResponseWriter {
    private static final long INTERNAL_ERROR = 2; // of HTTP/2; HTTP/1 has no code and ends the connection

    private final Exchange exchange;
    private final Response response;
    private final HttpServerResponse out;

    ResponseWriter(Exchange exchange, Response response) {
        this.exchange = exchange;
        this.response = response;
        this.out = exchange.out();
    }

    /** Says that a response that has begun is not whole. */
    static void breakOff(HttpServerResponse out) {
        out.reset(INTERNAL_ERROR);
    }

    boolean isHead() {
        return exchange.request().http.method().equals(HttpMethod.HEAD);
    }

    /** Writes all of it. */
    @Async
    Coroutine<Void> write() {
        Response.Body body = response.body();
        if (body instanceof Response.Body.Bytes bytes) {
            await(all(bytes.bytes()));
        } else if (body instanceof Response.Body.None) {
            await(all(null));
        } else if (body instanceof Response.Body.Stream stream) {
            await(new StreamWriter(this, exchange, response).write(stream.items()));
        } else if (body instanceof Response.Body.Served served) {
            await(ServedFile.write(this, exchange, response, served.file()));
        } else if (body instanceof Response.Body.Socket socket) {
            await(SocketSession.serve(exchange, response, socket));
        }
        return Coroutine.done();
    }

    /** Status and headers, not yet written. */
    void head() {
        out.setStatusCode(response.status());
        String title = Statuses.newer(response.status());
        if (title != null) {
            out.setStatusMessage(title);
        }
        List<String> headers = response.headerList();
        for (int i = 0; i < headers.size(); i += 2) {
            out.headers().add(headers.get(i), headers.get(i + 1));
        }
        if (exchange.closesAfterwards()) {
            out.headers().set("connection", "close");
        }
    }

    /**
     * A response of which all is known.
     *
     * @param bytes null for none
     */
    @Async
    Coroutine<Void> all(byte @Nullable [] bytes) {
        int status = response.status();
        head();
        Future<Void> sent;
        if (Statuses.isBodiless(status)) {
            out.headers().remove("content-length");
            sent = out.end();
        } else if (bytes == null) {
            sent = out.end();
        } else {
            checkLength(bytes.length);
            if (isHead()) {
                out.headers().set("content-length", Integer.toString(bytes.length));
                sent = out.end();
            } else {
                sent = out.end(Buffer.buffer(bytes));
            }
        }
        await(ended(sent));
        return Coroutine.done();
    }

    /** A response in the place of this one, of which nothing was written. */
    ResponseWriter instead(Response other) {
        out.headers().clear();
        return new ResponseWriter(exchange, other);
    }

    /** A part of a file. */
    @Async
    Coroutine<Void> file(Path file, long from, long length) {
        head();
        if (isHead()) {
            await(ended(out.end()));
            return Coroutine.done();
        }
        try {
            await(awaitable(out.sendFile(file.toAbsolutePath().toString(), from, length)));
        } catch (Exception e) {
            await(exchange.left(e));
        }
        exchange.finishRequest();
        return Coroutine.done();
    }

    private void checkLength(int length) {
        String said = out.headers().get("content-length");
        if (said != null && !said.equals(Integer.toString(length))) {
            out.headers().clear();
            throw new IllegalStateException(
                    "The response says Content-Length " + said + " and has " + length + " bytes; leave the header out");
        }
    }

    /** The response's last byte was given to Vert.x. */
    @Async
    Coroutine<Void> ended(Future<Void> sent) {
        exchange.finishRequest();
        if (exchange.hasMoreToDo() && !sent.isComplete()) {
            try {
                await(awaitable(sent));
            } catch (Exception e) {
                await(exchange.left(e));
            }
        }
        return Coroutine.done();
    }

    /** Whether a body of unknown length has to be ended by the end of the connection. */
    boolean isOld() {
        return exchange.request().http.version() == HttpVersion.HTTP_1_0;
    }
}
