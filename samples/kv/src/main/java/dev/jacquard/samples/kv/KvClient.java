package dev.jacquard.samples.kv;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncCloseable;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.net.Net;
import dev.jacquard.net.StreamConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client of this server, and of any that speaks its protocol. For one task at a time.
 *
 * <pre>{@code
 * try (KvClient client = await(KvClient.connect("127.0.0.1", 6379))) {
 *     await(client.call("SET", "key", "value"));
 * }
 * }</pre>
 */
public final class KvClient implements AsyncCloseable {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final StreamConnection connection;

    private KvClient(StreamConnection connection) {
        this.connection = connection;
    }

    /** An error that the server has answered. */
    public record Failure(String message) {}

    /**
     * Connects.
     *
     * @throws IOException if nobody listens there
     */
    @Async
    public static Coroutine<KvClient> connect(String host, int port) throws IOException {
        return Coroutine.of(new KvClient(await(Net.openConnection(host, port))));
    }

    /**
     * Sends a command and waits for its reply.
     *
     * @return a {@link String}, a {@link Long}, a {@link List} of replies, null, or a {@link Failure}
     * @throws IOException if the connection breaks
     */
    @Async
    public Coroutine<@Nullable Object> call(String... words) throws IOException {
        send(words);
        await(connection.writer().drain());
        return receive();
    }

    /** Sends a command without waiting: {@link #receive} is to be called once for each. */
    public void send(String... words) {
        Replies request = new Replies(); // a request has the form of a reply
        request.array(words.length);
        for (String word : words) {
            request.bulk(word);
        }
        connection.writer().write(request.array(), 0, request.size());
    }

    /**
     * Waits for the next reply, or message.
     *
     * @return as {@link #call}
     * @throws IOException if the connection breaks or the server does not speak the protocol
     */
    @Async
    public Coroutine<@Nullable Object> receive() throws IOException {
        byte[] line = await(connection.reader().readUntil(LINE_END));
        String text = new String(line, 1, line.length - 3, StandardCharsets.UTF_8);
        switch (line[0]) {
            case '+' -> {
                return Coroutine.of(text);
            }
            case '-' -> {
                return Coroutine.of(new Failure(text));
            }
            case ':' -> {
                return Coroutine.of(Long.valueOf(text));
            }
            case '$' -> {
                return receiveBulk(Integer.parseInt(text));
            }
            case '*' -> {
                return receiveArray(Integer.parseInt(text));
            }
            default -> throw new IOException("This is no reply: " + (char) line[0] + text);
        }
    }

    @Async
    @SuppressWarnings("NullAway") // the result may be null, as its type says
    private Coroutine<@Nullable Object> receiveBulk(int length) throws IOException {
        if (length < 0) {
            return Coroutine.of(null);
        }
        byte[] bytes = await(connection.reader().readExactly(length + LINE_END.length));
        return Coroutine.of(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    @Async
    @SuppressWarnings("NullAway") // the result may be null, as its type says
    private Coroutine<@Nullable Object> receiveArray(int length) throws IOException {
        if (length < 0) {
            return Coroutine.of(null);
        }
        List<@Nullable Object> replies = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            replies.add(await(receive()));
        }
        return Coroutine.of(replies);
    }

    @Override
    public Coroutine<Void> closeAsync() {
        return connection.closeAsync();
    }
}
