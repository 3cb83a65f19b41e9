package dev.jacquard.streams;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.CancelledError;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.Async;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** How the bytes come makes no difference to what is read, nor do cancelled reads. */
class ChunkingTest {
    /** One read of a program. */
    sealed interface Read {
        Coroutine<byte[]> start(StreamReader from) throws IOException;

        record Some(int n) implements Read {
            @Override
            public Coroutine<byte[]> start(StreamReader from) throws IOException {
                return from.read(n);
            }
        }

        record Exactly(int n) implements Read {
            @Override
            public Coroutine<byte[]> start(StreamReader from) throws IOException {
                return from.readExactly(n);
            }
        }

        record Line() implements Read {
            @Override
            public Coroutine<byte[]> start(StreamReader from) throws IOException {
                return from.readLine();
            }
        }

        record Until(List<byte[]> separators) implements Read {
            @Override
            public Coroutine<byte[]> start(StreamReader from) throws IOException {
                return from.readUntil(separators);
            }

            @Override
            public String toString() {
                return "Until" + separators.stream().map(Arrays::toString).toList();
            }
        }

        record All() implements Read {
            @Override
            public Coroutine<byte[]> start(StreamReader from) throws IOException {
                return from.readAll();
            }
        }
    }

    /** Few different bytes, so that separators are met, whole and in part. */
    @Provide
    Arbitrary<byte[]> data() {
        return Arbitraries.of((byte) 'a', (byte) 'b', (byte) '\n', (byte) '\r')
                .array(byte[].class)
                .ofMaxSize(80);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 12).list().ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Read>> steady() {
        return Arbitraries.<Read>oneOf(
                        Arbitraries.integers().between(0, 20).map(Read.Exactly::new),
                        Arbitraries.of(new Read.Line()),
                        separators().list().ofMinSize(1).ofMaxSize(3).map(Read.Until::new))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Read>> any() {
        return Arbitraries.<Read>oneOf(
                        Arbitraries.integers().between(1, 20).map(Read.Some::new),
                        Arbitraries.integers().between(1, 20).map(Read.Exactly::new),
                        Arbitraries.of(new Read.Line(), new Read.All()))
                .list()
                .ofMaxSize(20);
    }

    private static Arbitrary<byte[]> separators() {
        return Arbitraries.of((byte) 'a', (byte) 'b', (byte) '\n')
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static List<byte[]> cut(byte[] data, List<Integer> lengths) {
        List<byte[]> chunks = new ArrayList<>();
        int at = 0;
        for (int length : lengths) {
            int end = Math.min(data.length, at + length);
            chunks.add(Arrays.copyOfRange(data, at, end));
            at = end;
        }
        chunks.add(Arrays.copyOfRange(data, at, data.length));
        return chunks;
    }

    /** Feeds while the transport may, as a network does. */
    @Async
    private static Coroutine<Void> feed(HandTransport transport, List<byte[]> chunks) {
        for (byte[] chunk : chunks) {
            while (transport.readingPaused) {
                await(sleep(1));
            }
            transport.protocol.dataReceived(ByteBuffer.wrap(chunk));
            await(sleep(1));
        }
        transport.protocol.eofReceived();
        return Coroutine.done();
    }

    /** What each read gives, or throws. The limit is not met: how much is there then matters. */
    @Async
    private static Coroutine<List<String>> results(List<byte[]> chunks, List<Read> reads) {
        StreamReader reader = new StreamReader(100);
        HandTransport transport = HandTransport.connect(new StreamProtocol(getRunningLoop(), reader));
        Task<Void> feeding = createTask(feed(transport, chunks));
        List<String> results = new ArrayList<>();
        for (Read read : reads) {
            try {
                results.add(Arrays.toString(await(read.start(reader))));
            } catch (IncompleteReadError e) {
                results.add(e.getMessage() + Arrays.toString(e.partial()));
            } catch (IOException e) {
                results.add(e.getMessage());
            }
        }
        await(feeding);
        return Coroutine.of(results);
    }

    @Property(tries = 400)
    @Async
    void chunksMakeNoDifference(
            @ForAll("data") byte[] data, @ForAll("cuts") List<Integer> cuts, @ForAll("steady") List<Read> reads) {
        List<String> whole = await(results(List.of(data), reads));
        assertThat(await(results(cut(data, cuts), reads))).isEqualTo(whole);
    }

    /** Each read is cancelled once after some rounds of the loop, and done again. */
    @Property(tries = 400)
    @Async
    void cancelledReadsLoseNoByte(
            @ForAll("data") byte[] data,
            @ForAll("cuts") List<Integer> cuts,
            @ForAll("any") List<Read> reads,
            @ForAll("cuts") List<Integer> rounds) {
        StreamReader reader = new StreamReader(3); // is met all the time
        HandTransport transport = HandTransport.connect(new StreamProtocol(getRunningLoop(), reader));
        Task<Void> feeding = createTask(feed(transport, cut(data, cuts)));
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        int i = 0;
        for (Read read : reads) {
            int patience = rounds.isEmpty() ? 1 : rounds.get(i++ % rounds.size());
            got.writeBytes(await(readOrCancel(reader, read, patience)));
        }
        got.writeBytes(await(lastRead(reader)));
        await(feeding);
        assertThat(got.toByteArray()).isEqualTo(data);
    }

    @Async
    private static Coroutine<byte[]> lastRead(StreamReader reader) {
        try {
            return Coroutine.of(await(reader.readAll()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Async
    private static Coroutine<byte[]> readOrCancel(StreamReader reader, Read read, int rounds) {
        try {
            // A line that is too long is dropped by design.
            Read harmless = read instanceof Read.Line ? new Read.Exactly(2) : read;
            Task<byte[]> task = createTask(harmless.start(reader));
            for (int i = 0; i < rounds && !task.isDone(); i++) {
                await(sleep(0));
            }
            task.cancel();
            return Coroutine.of(await(task, IOException.class));
        } catch (CancelledError e) {
            return Coroutine.of(new byte[0]);
        } catch (IncompleteReadError e) {
            return Coroutine.of(e.partial());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
