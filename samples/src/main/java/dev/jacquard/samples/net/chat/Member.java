package dev.jacquard.samples.net.chat;

import static dev.jacquard.Asyncio.await;

import dev.jacquard.AsyncQueue;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;

/**
 * Somebody in the room. Lines for a member wait in a queue of its own, which has an end: who reads too slowly misses
 * lines, is told how many, and holds up nobody.
 */
final class Member {
    private final String name;
    private final StreamWriter writer;
    private final AsyncQueue<String> lines;
    private int missed;

    /** A member for whom so many lines may wait. */
    Member(String name, StreamWriter writer, int most) {
        this.name = name;
        this.writer = writer;
        this.lines = new AsyncQueue<>(most);
    }

    String name() {
        return name;
    }

    /** How many lines have not found room since one has. */
    int missed() {
        return missed;
    }

    /** A line for it. Never waits. */
    void tell(String line) {
        if (lines.isFull()) {
            missed++;
        } else {
            lines.putNowait(line);
        }
    }

    /** Sends its lines until it is cancelled, or has gone; waits while it does not read. */
    @Async
    Coroutine<Void> send() {
        try {
            for (; ; ) {
                await(send(await(lines.get())));
                if (missed > 0 && lines.isEmpty()) {
                    int n = missed;
                    missed = 0;
                    await(send("* you have missed " + n + " lines"));
                }
            }
        } catch (IOException e) {
            return Coroutine.done(); // who reads from it notices that, too
        }
    }

    @Async
    private Coroutine<Void> send(String line) throws IOException {
        writer.write(line + "\n");
        await(writer.drain());
        return Coroutine.done();
    }
}
