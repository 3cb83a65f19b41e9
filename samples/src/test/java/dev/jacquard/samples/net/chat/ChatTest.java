package dev.jacquard.samples.net.chat;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.AsyncIterator;
import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.docstesting.Output;
import dev.jacquard.net.Net;
import dev.jacquard.net.Server;
import dev.jacquard.net.StreamConnection;
import dev.jacquard.samples.OnSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class ChatTest {
    private static final String HOST = "127.0.0.1";

    @Async
    private static Coroutine<String> line(AsyncIterator<String> lines) {
        return Coroutine.of(await(lines.hasNextAsync()) ? lines.next() : "(end)");
    }

    @Test
    void twoTalk() throws Exception {
        assertThat(Output.linesOf(() -> assertThat(Chat.run()).isZero()))
                .containsExactly(
                        "ada < * your name?",
                        "ada < * here are: ",
                        "bob < * your name?",
                        "bob < * here are: ada",
                        "ada < * bob has come",
                        "ada < bob: is the loom running?",
                        "bob < bob: is the loom running?",
                        "bob < ada: it is!",
                        "ada < ada: it is!",
                        "ada < * bob has gone");
    }

    @Test
    void namesAreChecked() throws IOException {
        OnSockets.run(ChatTest::names);
    }

    @Async
    private static Coroutine<Void> names() throws IOException {
        Room room = new Room(10);
        try (Server server = await(Net.startServer(room::serve, HOST, 0));
                StreamConnection first = await(Net.openConnection(HOST, server.port()));
                StreamConnection second = await(Net.openConnection(HOST, server.port()))) {
            var one = first.reader().lines().iterator();
            var two = second.reader().lines().iterator();
            first.writer().write("ada\n");
            assertThat(await(line(one))).isEqualTo("* your name?");
            assertThat(await(line(one))).isEqualTo("* here are: ");
            second.writer().write("ada\ntwo words\nbob\n/who\n/quit\n");
            assertThat(await(line(two))).isEqualTo("* your name?");
            assertThat(await(line(two))).isEqualTo("* there is a ada already");
            assertThat(await(line(two))).isEqualTo("* your name?");
            assertThat(await(line(two))).isEqualTo("* 1 to 16 letters, digits and _, please");
            assertThat(await(line(one))).isEqualTo("* bob has come");
            assertThat(await(line(one))).isEqualTo("* bob has gone");
            assertThat(room.members().keySet()).containsExactly("ada");
        }
        return Coroutine.done();
    }

    /** The others hear each other meanwhile, and memory is bounded. */
    @Test
    void whoDoesNotReadHoldsUpNobodyAndMissesLines() throws IOException {
        OnSockets.run(ChatTest::slowReader);
    }

    @Async
    private static Coroutine<Void> slowReader() throws IOException {
        Room room = new Room(10);
        String text = "x".repeat(30_000);
        try (Server server = await(Net.startServer(room::serve, HOST, 0));
                StreamConnection slow = await(Net.openConnection(HOST, server.port()));
                StreamConnection fast = await(Net.openConnection(HOST, server.port()))) {
            var fastLines = fast.reader().lines().iterator();
            slow.writer().write("slow\n");
            while (!room.members().containsKey("slow")) {
                await(sleep(1));
            }
            slow.writer().transport().pauseReading();
            fast.writer().write("fast\n");
            await(line(fastLines));
            assertThat(await(line(fastLines))).isEqualTo("* here are: slow");
            Member member = room.members().get("slow");
            int sent = 0;
            while (member.missed() < 5) { // until the kernel's buffers are full, and the queue
                fast.writer().write(text + "\n");
                await(fast.writer().drain());
                assertThat(await(line(fastLines))).isEqualTo("fast: " + text);
                sent++;
            }
            int missed = member.missed();
            slow.writer().transport().resumeReading();
            var slowLines = slow.reader().lines().iterator();
            int heard = 0;
            String last = await(line(slowLines));
            while (!last.startsWith("* you have missed")) {
                heard += last.equals("fast: " + text) ? 1 : 0;
                last = await(line(slowLines));
            }
            assertThat(last).isEqualTo("* you have missed " + missed + " lines");
            assertThat(heard + missed).isEqualTo(sent);
            fast.writer().write("again\n");
            assertThat(await(line(slowLines))).isEqualTo("fast: again");
        }
        return Coroutine.done();
    }

    @Test
    void lineThatIsTooLongEndsTheTalk() throws IOException {
        OnSockets.run(ChatTest::longLine);
    }

    @Async
    private static Coroutine<Void> longLine() throws IOException {
        Room room = new Room(10);
        try (Server server = await(Net.startServer(room::serve, HOST, 0));
                StreamConnection c = await(Net.openConnection(HOST, server.port()))) {
            var lines = c.reader().lines().iterator();
            c.writer().write("ada\n" + "x".repeat(200_000) + "\n");
            await(line(lines));
            assertThat(await(line(lines))).isIn("* here are: ", "(end)");
            while (!room.members().isEmpty()) {
                await(sleep(1));
            }
        } catch (UncheckedIOException e) {
            // reset, as the server has not read all
        }
        return Coroutine.done();
    }
}
