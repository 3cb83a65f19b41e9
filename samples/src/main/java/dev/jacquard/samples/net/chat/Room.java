package dev.jacquard.samples.net.chat;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;

import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where members hear each other. No lock: all of them are tasks of one thread. */
final class Room {
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final int mostLines;

    /** A room in which so many lines may wait for a member. */
    Room(int mostLines) {
        this.mostLines = mostLines;
    }

    /** Who is here, by name. */
    Map<String, Member> members() {
        return members;
    }

    /** Serves a connection: asks for the name, then tells all what its member says. */
    @Async
    Coroutine<Void> serve(StreamReader reader, StreamWriter writer) throws IOException {
        try {
            AsyncIterator<String> lines = reader.lines().iterator();
            Member member = await(join(lines, writer));
            if (member != null) {
                await(listen(member, lines));
            }
        } catch (UncheckedIOException e) {
            // gone without a word, or a line that is too long
        }
        return Coroutine.done();
    }

    /** Asks until the name is a good one; null if the other side goes. */
    @Async
    @SuppressWarnings("NullAway") // the result may be null, as its type says
    private Coroutine<@Nullable Member> join(AsyncIterator<String> lines, StreamWriter writer) throws IOException {
        for (; ; ) {
            writer.write("* your name?\n");
            await(writer.drain());
            if (!await(lines.hasNextAsync())) {
                return Coroutine.of(null);
            }
            String name = lines.next().strip();
            if (!name.matches("\\w{1,16}")) {
                writer.write("* 1 to 16 letters, digits and _, please\n");
            } else if (members.containsKey(name)) {
                writer.write("* there is a " + name + " already\n");
            } else {
                Member member = new Member(name, writer, mostLines);
                member.tell("* here are: " + String.join(", ", members.keySet()));
                tellAll("* " + name + " has come");
                members.put(name, member);
                return Coroutine.of(member);
            }
        }
    }

    @Async
    private Coroutine<Void> listen(Member member, AsyncIterator<String> lines) {
        Task<Void> sender = createTask(member.send(), "to " + member.name());
        try {
            while (await(lines.hasNextAsync())) {
                String line = lines.next().strip();
                if (line.equals("/who")) {
                    member.tell("* here are: " + String.join(", ", members.keySet()));
                } else if (line.equals("/quit")) {
                    break;
                } else if (!line.isEmpty()) {
                    tellAll(member.name() + ": " + line);
                }
            }
        } finally {
            sender.cancel();
            members.remove(member.name());
            tellAll("* " + member.name() + " has gone");
        }
        return Coroutine.done();
    }

    private void tellAll(String line) {
        members.values().forEach(member -> member.tell(line));
    }
}
