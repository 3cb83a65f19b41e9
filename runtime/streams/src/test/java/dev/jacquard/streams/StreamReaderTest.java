package dev.jacquard.streams;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.streams.Failures.failure;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Task;
import dev.jacquard.annotations.SuppressWeaverWarnings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.Suspending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** What asyncio's StreamReader does with what it is fed. */
class StreamReaderTest {
    private final StreamReader reader = new StreamReader(4);

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private StreamReader fed(String text) {
        StreamReader r = new StreamReader();
        r.feedData(bytes(text));
        r.feedEof();
        return r;
    }

    /** What a read throws. */
    // ---- read ----------------------------------------------------------------------------------

    @AsyncTest
    void readGivesWhatIsThere() throws IOException {
        reader.feedData(bytes("abcdef"));
        assertThat(text(await(reader.read(4)))).isEqualTo("abcd");
        assertThat(text(await(reader.read(100)))).isEqualTo("ef");
        assertThat(await(reader.read(0))).isEmpty();
        assertThat(reader.atEof()).isFalse();
        reader.feedEof();
        assertThat(reader.atEof()).isTrue();
        assertThat(await(reader.read(1))).isEmpty();
    }

    @AsyncTest
    void readWaitsForOneByte() throws IOException {
        Task<byte[]> read = createTask(reader.read(100));
        await(sleep(1));
        assertThat(read.isDone()).isFalse();
        reader.feedData(new byte[0]);
        await(sleep(1));
        assertThat(read.isDone()).isFalse();
        reader.feedData(bytes("x"));
        assertThat(text(await(read, IOException.class))).isEqualTo("x");
    }

    @AsyncTest
    void readOfANegativeNumberNamesReadAll() throws IOException {
        assertThat(await(failure(reader.read(-1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("readAll()");
    }

    @AsyncTest
    void readAllTakesMoreThanTheLimit() throws IOException {
        HandTransport t = HandTransport.connect(new StreamProtocol(loop(), reader));
        Task<byte[]> all = createTask(reader.readAll());
        for (String part : List.of("0123456789", "abcdefghij", "k")) {
            t.receive(part);
            await(sleep(1));
            assertThat(t.readingPaused).isFalse();
        }
        reader.feedEof();
        assertThat(text(await(all, IOException.class))).isEqualTo("0123456789abcdefghijk");
    }

    private static dev.jacquard.EventLoop loop() {
        return dev.jacquard.Asyncio.getRunningLoop();
    }

    @AsyncTest
    void readAllThatIsCancelledTakesNothing() throws IOException {
        HandTransport t = HandTransport.connect(new StreamProtocol(loop(), reader));
        Task<byte[]> all = createTask(reader.readAll());
        await(sleep(1));
        for (int i = 0; i < 5; i++) {
            t.receive("abcd");
            await(sleep(1));
        }
        assertThat(reader.available()).isZero();
        all.cancel();
        await(sleep(1));
        assertThat(reader.available()).isEqualTo(20);
        assertThat(t.readingPaused).isTrue(); // there is more than twice the limit again
        assertThat(text(await(reader.readExactly(20)))).isEqualTo("abcd".repeat(5));
        assertThat(t.readingPaused).isFalse();
    }

    // ---- readExactly ---------------------------------------------------------------------------

    @AsyncTest
    void readExactlyCollects() throws IOException {
        Task<byte[]> read = createTask(reader.readExactly(5));
        reader.feedData(bytes("ab"));
        await(sleep(1));
        reader.feedData(bytes("cd"));
        await(sleep(1));
        assertThat(read.isDone()).isFalse();
        reader.feedData(bytes("efg"));
        assertThat(text(await(read, IOException.class))).isEqualTo("abcde");
        assertThat(reader.available()).isEqualTo(2);
        assertThat(await(reader.readExactly(0))).isEmpty();
    }

    @AsyncTest
    void readExactlyTellsWhatCame() throws IOException {
        reader.feedData(bytes("abc"));
        reader.feedEof();
        Throwable e = await(failure(reader.readExactly(5)));
        assertThat(e).isInstanceOf(IncompleteReadError.class).hasMessage("3 bytes read on a total of 5 expected bytes");
        assertThat(text(((IncompleteReadError) e).partial())).isEqualTo("abc");
        assertThat(((IncompleteReadError) e).expected()).isEqualTo(5);
        assertThat(reader.atEof()).isTrue();
    }

    @AsyncTest
    void readExactlyOfANegativeNumber() throws IOException {
        assertThat(await(failure(reader.readExactly(-1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @AsyncTest
    void readExactlyGetsMoreThanTwiceTheLimit() throws IOException {
        HandTransport t = HandTransport.connect(new StreamProtocol(loop(), reader));
        t.receive("123456789");
        assertThat(t.readingPaused).isTrue();
        Task<byte[]> read = createTask(reader.readExactly(20));
        await(sleep(1));
        assertThat(t.readingPaused).isFalse();
        t.receive("123456789ab");
        assertThat(await(read, IOException.class)).hasSize(20);
        assertThat(t.readingPaused).isFalse();
    }

    @AsyncTest
    void aTransportMayFeedAtOnceWhenItIsResumed() throws IOException {
        HandTransport t = HandTransport.connect(new StreamProtocol(loop(), reader));
        t.receive("123456789");
        t.onResume = () -> t.receive("0123456789");
        assertThat(await(reader.readExactly(12))).hasSize(12);
    }

    // ---- lines ---------------------------------------------------------------------------------

    @AsyncTest
    void readLineGivesTheLineFeedToo() throws IOException {
        StreamReader r = fed("one\ntwo\n\nlast");
        assertThat(text(await(r.readLine()))).isEqualTo("one\n");
        assertThat(text(await(r.readLine()))).isEqualTo("two\n");
        assertThat(text(await(r.readLine()))).isEqualTo("\n");
        assertThat(text(await(r.readLine()))).isEqualTo("last");
        assertThat(await(r.readLine())).isEmpty();
    }

    @AsyncTest
    void aLineMayBeAsLongAsTheLimit() throws IOException {
        reader.feedData(bytes("abcd\n"));
        assertThat(text(await(reader.readLine()))).isEqualTo("abcd\n");
    }

    @AsyncTest
    void readLineDropsALineThatIsTooLong() throws IOException {
        reader.feedData(bytes("abcde\nx\n"));
        assertThat(await(failure(reader.readLine())))
                .isInstanceOf(LimitOverrunError.class)
                .hasMessage("Separator is found, but chunk is longer than limit of 4 bytes");
        assertThat(text(await(reader.readLine()))).isEqualTo("x\n");
    }

    @AsyncTest
    void readLineDropsWhatCameOfALineThatIsTooLong() throws IOException {
        HandTransport t = HandTransport.connect(new StreamProtocol(loop(), reader));
        t.receive("abcdefghijk");
        assertThat(t.readingPaused).isTrue();
        assertThat(await(failure(reader.readLine())))
                .isInstanceOf(LimitOverrunError.class)
                .hasMessage("Separator is not found, and chunk exceed the limit of 4 bytes");
        assertThat(reader.available()).isZero();
        assertThat(t.readingPaused).isFalse();
        t.receive("l\nm\n");
        assertThat(text(await(reader.readLine()))).isEqualTo("l\n");
    }

    @AsyncTest
    void aLoopGoesThroughTheLines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (byte[] line : fed("one\ntwo\nlast")) {
            lines.add(text(line));
        }
        assertThat(lines).containsExactly("one\n", "two\n", "last");
    }

    @AsyncTest
    void linesAreTexts() throws IOException {
        List<String> lines = new ArrayList<>();
        StreamReader r = new StreamReader();
        r.feedData("ä\r\n\n€ \rx\nlast\r".getBytes(UTF_8));
        r.feedEof();
        for (String line : r.lines()) {
            lines.add(line);
        }
        assertThat(lines).containsExactly("ä", "", "€ \rx", "last\r");
    }

    @AsyncTest
    void linesHaveACharset() throws IOException {
        List<String> lines = new ArrayList<>();
        StreamReader r = new StreamReader();
        r.feedData(new byte[] {(byte) 0xe4, '\n', (byte) 0xf6});
        r.feedEof();
        for (String line : r.lines(ISO_8859_1)) {
            lines.add(line);
        }
        assertThat(lines).containsExactly("ä", "ö");
    }

    @Test
    void linesOfUtf16AreRefused() {
        assertThatThrownBy(() -> reader.lines(UTF_16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("UTF-16")
                .hasMessageContaining("readAll()");
    }

    @AsyncTest
    void aLoopThrowsUnchecked() throws IOException {
        reader.feedData(bytes("abcdefgh\n"));
        Throwable seen = null;
        try {
            for (String line : reader.lines()) {
                throw new AssertionFailedError(line);
            }
        } catch (UncheckedIOException e) {
            seen = e.getCause();
        }
        assertThat(seen).isInstanceOf(LimitOverrunError.class);
    }

    // ---- readUntil -----------------------------------------------------------------------------

    @AsyncTest
    void aSeparatorMayComeInParts() throws IOException {
        StreamReader r = new StreamReader();
        Task<byte[]> read = createTask(r.readUntil(bytes("END")));
        for (String part : List.of("xE", "N", "NEND", "y")) {
            r.feedData(bytes(part));
            await(sleep(1));
        }
        assertThat(text(await(read, IOException.class))).isEqualTo("xENNEND");
        assertThat(r.available()).isEqualTo(1);
    }

    @AsyncTest
    void ofSeveralSeparatorsTheOneThatEndsFirstCounts() throws IOException {
        StreamReader r = fed("a\r\nb\nc;d\r");
        List<byte[]> separators = List.of(bytes("\r\n"), bytes("\n"), bytes(";"));
        assertThat(text(await(r.readUntil(separators)))).isEqualTo("a\r\n");
        assertThat(text(await(r.readUntil(separators)))).isEqualTo("b\n");
        assertThat(text(await(r.readUntil(separators)))).isEqualTo("c;");
        Throwable e = await(failure(r.readUntil(separators)));
        assertThat(e)
                .isInstanceOf(IncompleteReadError.class)
                .hasMessage("2 bytes read on a total of undefined expected bytes");
        assertThat(text(((IncompleteReadError) e).partial())).isEqualTo("d\r");
    }

    @AsyncTest
    void theShortestOfThoseThatEndTogetherCounts() throws IOException {
        // Found at 5 as "E", which is beyond the limit, although "cdE" begins at 3.
        reader.feedData(bytes("abccdE"));
        assertThat(await(failure(reader.readUntil(List.of(bytes("cdE"), bytes("E"))))))
                .isInstanceOf(LimitOverrunError.class)
                .extracting(e -> ((LimitOverrunError) e).consumed())
                .isEqualTo(5);
    }

    @AsyncTest
    void readUntilLeavesWhatIsTooLong() throws IOException {
        reader.feedData(bytes("abcdefEN"));
        Throwable e = await(failure(reader.readUntil(bytes("END"))));
        assertThat(((LimitOverrunError) e).consumed()).isEqualTo(6);
        assertThat(text(await(reader.readExactly(6)))).isEqualTo("abcdef");
        reader.feedData(bytes("D"));
        assertThat(text(await(reader.readUntil(bytes("END"))))).isEqualTo("END");
    }

    @Test
    @SuppressWeaverWarnings("W22") // the call throws
    void separatorsHaveBytes() {
        assertThatThrownBy(() -> reader.readUntil(new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Separator should be at least one-byte string");
        assertThatThrownBy(() -> reader.readUntil(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Separator should contain at least one element");
    }

    // ---- errors --------------------------------------------------------------------------------

    @AsyncTest
    void anExceptionIsThrownToWhoeverWaits() throws IOException {
        Task<byte[]> read = createTask(reader.readExactly(2));
        await(sleep(1));
        IOException reset = new IOException("reset");
        reader.setException(reset);
        assertThat(await(failure(read.asCoroutine()))).isSameAs(reset);
        assertThat(await(failure(reader.read(1)))).isSameAs(reset);
        assertThat(await(failure(reader.readLine()))).isSameAs(reset);
        assertThat(await(failure(reader.readAll()))).isSameAs(reset);
        assertThat(reader.exception()).isSameAs(reset);
    }

    @AsyncTest
    void aReadWhoseBytesHaveComeGetsThemBeforeTheException() throws IOException {
        Task<byte[]> exactly = createTask(reader.readExactly(2));
        await(sleep(1));
        reader.feedData(bytes("ab"));
        reader.setException(new IOException("reset"));
        assertThat(text(await(exactly, IOException.class))).isEqualTo("ab");

        StreamReader other = new StreamReader();
        Task<byte[]> line = createTask(other.readLine());
        await(sleep(1));
        other.feedData(bytes("a\nb"));
        other.setException(new IOException("reset"));
        assertThat(text(await(line, IOException.class))).isEqualTo("a\n");
    }

    @AsyncTest
    void twoTasksCannotWaitTogether() throws IOException {
        Task<byte[]> first = createTask(reader.readLine());
        await(sleep(1));
        assertThat(await(failure(reader.read(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "read() called while another task is already waiting for incoming data in" + " readUntil()");
        first.cancel();
    }

    @Test
    void limitsArePositive() {
        assertThatThrownBy(() -> new StreamReader(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @AsyncTest
    void nothingIsFedAfterTheEnd() throws IOException {
        reader.feedEof();
        assertThatThrownBy(() -> reader.feedData(bytes("x"))).isInstanceOf(IllegalStateException.class);
    }

    // ---- cancellation --------------------------------------------------------------------------

    @AsyncTest
    void aCancelledReadDoesNotSuspendTheNext() throws IOException {
        Task<byte[]> line = createTask(reader.readLine());
        reader.feedData(bytes("a"));
        await(sleep(1));
        reader.feedData(bytes("b\n")); // wakes it
        line.cancel(); // before it has run
        await(sleep(1));
        assertThat(line.isCancelled()).isTrue();
        assertThat(text(await(Suspending.assertDoesNotSuspend(reader.readLine()))))
                .isEqualTo("ab\n");
    }

    // ---- back-pressure -------------------------------------------------------------------------

    @AsyncTest
    void theSenderIsHeldUpAboveTwiceTheLimit() throws IOException {
        HandTransport t = HandTransport.connect(new StreamProtocol(loop(), reader));
        t.receive("12345678");
        assertThat(t.readingPaused).isFalse();
        t.receive("9");
        assertThat(t.readingPaused).isTrue();
        t.receive("0"); // was under way
        await(reader.read(5));
        assertThat(t.readingPaused).isTrue();
        await(reader.read(1));
        assertThat(t.readingPaused).isFalse();
        assertThat(reader.toString()).isEqualTo("StreamReader[4 bytes, limit=4]");
    }
}
