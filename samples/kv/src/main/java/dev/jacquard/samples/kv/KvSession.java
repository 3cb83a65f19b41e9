package dev.jacquard.samples.kv;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.waitAll;
import static dev.jacquard.Asyncio.waitAny;

import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.samples.kv.data.ListWaiters;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads what has come, does all commands in it, and writes all replies at once. A client that sends a
 * hundred commands without waiting costs one read and one write.
 */
final class KvSession {
    /** The most that is read at once, in bytes. */
    private static final int BLOCK = 1 << 16;

    /** Replies go out when there is so much, in bytes: they may be longer than the commands. */
    private static final int ENOUGH = 1 << 16;

    private final Engine engine;
    private final Client client;
    private final RequestParser parser;
    private final StreamReader reader;
    private final StreamWriter writer;

    /** Of all sessions: it is empty whenever one of them waits. So an idle connection holds no buffer. */
    private final Replies out;

    /** Why {@link #runCommands} has stopped. */
    private enum Stop {
        /** All commands are done. */
        NO_MORE_INPUT,
        /** There are enough replies. */
        ENOUGH_OUTPUT,
        /** The last command waits for something. */
        BLOCKED,
        /** The client is to go. */
        CLOSING
    }

    KvSession(Engine engine, StreamReader reader, StreamWriter writer, Replies out) {
        this.engine = engine;
        this.reader = reader;
        this.writer = writer;
        this.out = out;
        this.parser = new RequestParser(engine.limits());
        this.client = engine.connect(String.valueOf(writer.peerAddress()), this::push);
    }

    /** Serves it until one of the two ends it. */
    @Async
    Coroutine<Void> serve() throws IOException {
        try {
            for (; ; ) {
                byte[] data = await(reader.read(BLOCK));
                if (data.length == 0) {
                    return Coroutine.done();
                }
                parser.feed(data);
                Stop stop;
                do {
                    stop = runCommands();
                    if (out.size() > 0) {
                        writer.write(out.array(), 0, out.size());
                        out.clear();
                        await(writer.drain());
                    }
                    if (stop == Stop.BLOCKED && !await(waitForElement())) {
                        return Coroutine.done();
                    }
                } while (stop == Stop.ENOUGH_OUTPUT || stop == Stop.BLOCKED);
                if (stop == Stop.CLOSING) {
                    return Coroutine.done();
                }
            }
        } finally {
            out.clear();
            engine.disconnect(client);
        }
    }

    /** Does what has come, and collects the replies. A plain method: nothing in it waits. */
    private Stop runCommands() {
        try {
            while (out.size() < ENOUGH) {
                byte[][] request = parser.next();
                if (request == null) {
                    return Stop.NO_MORE_INPUT;
                }
                if (isHttp(request[0])) {
                    return Stop.CLOSING;
                }
                engine.execute(client, request, out);
                if (client.isClosing()) {
                    return Stop.CLOSING;
                }
                if (client.block() != null) {
                    return Stop.BLOCKED;
                }
            }
            return Stop.ENOUGH_OUTPUT;
        } catch (ProtocolException e) {
            out.error("ERR Protocol error: " + e.getMessage());
            return Stop.CLOSING;
        }
    }

    /**
     * A browser that a hostile page sends here: the lines of its request would be errors, and those of its body
     * commands.
     */
    private static boolean isHttp(byte[] name) {
        return CommandTable.equalsIgnoreCase(name, "post") || CommandTable.equalsIgnoreCase(name, "host:");
    }

    /**
     * Waits until the last command has what it waits for, and reads on meanwhile: so it is noticed when the client goes
     * away.
     *
     * @return whether it is still there
     */
    @Async
    private Coroutine<Boolean> waitForElement() throws IOException {
        Task<ListWaiters.@Nullable Popped> popping = createTask(engine.waitFor(client));
        Task<byte[]> reading = createTask(reader.read(BLOCK));
        try {
            while (!popping.isDone()) {
                await(waitAny(List.of(popping, reading)));
                if (reading.isDone() && !popping.isDone()) {
                    byte[] data = await(reading, IOException.class);
                    if (data.length == 0) {
                        return Coroutine.of(false);
                    }
                    parser.feed(data);
                    if (parser.buffered() > engine.limits().inline()) {
                        await(waitAll(List.of(popping))); // it has to wait for its reply first
                    } else {
                        reading = createTask(reader.read(BLOCK));
                    }
                }
            }
            ListCommands.writePopped(popping.result(), out);
        } finally {
            popping.cancel();
            if (reading.cancel()) {
                await(waitAll(List.of(reading)));
            } else if (!reading.isCancelled() && reading.exception() == null) {
                parser.feed(reading.result()); // has come together with the element
            }
        }
        return Coroutine.of(true);
    }

    /** What another client has published. One that does not read it is thrown out. */
    private void push(byte[] message) {
        writer.write(message);
        if (writer.transport().getWriteBufferSize() > engine.limits().unread()) {
            writer.transport().abort();
        }
    }

    @Override
    public String toString() {
        return "KvSession[" + Objects.toString(client) + "]";
    }
}
