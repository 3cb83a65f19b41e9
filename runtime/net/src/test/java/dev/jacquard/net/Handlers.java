package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What servers do in several tests. */
final class Handlers {
    private Handlers() {}

    /** Answers with what it is sent. */
    @Async
    static Coroutine<Void> echo(StreamReader reader, StreamWriter writer) throws IOException {
        for (; ; ) {
            byte[] data = await(reader.read(1 << 14));
            if (data.length == 0) {
                return Coroutine.done();
            }
            writer.write(data);
            await(writer.drain());
        }
    }

    /** Answers each line with its length, as a line. */
    @Async
    static Coroutine<Void> lengths(StreamReader reader, StreamWriter writer) throws IOException {
        for (byte[] line : reader) {
            writer.write((line.length - 1) + "\n");
            await(writer.drain());
        }
        return Coroutine.done();
    }

    /** Sends a line and reads one. */
    @Async
    static Coroutine<String> ask(StreamConnection c, String line) throws IOException {
        c.writer().write(line + "\n");
        await(c.writer().drain());
        return Coroutine.of(text(await(c.reader().readLine())).stripTrailing());
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
