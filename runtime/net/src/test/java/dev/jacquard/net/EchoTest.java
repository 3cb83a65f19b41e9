package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.gather;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Coroutine;
import dev.jacquard.Future;
import dev.jacquard.Runner;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EchoTest {
    private static final String HOST = "127.0.0.1";

    @Async
    static Coroutine<Void> echo(StreamReader reader, StreamWriter writer) throws IOException {
        for (; ; ) {
            byte[] data = await(reader.read(100));
            if (data.length == 0) {
                return Coroutine.done();
            }
            writer.write(data);
            await(writer.drain());
        }
    }

    @Async
    static Coroutine<String> client(int port, String text) throws IOException {
        try (StreamConnection c = await(Net.openConnection(HOST, port))) {
            c.writer().write(text);
            c.writer().writeEof();
            return Coroutine.of(new String(await(c.reader().readAll()), StandardCharsets.UTF_8));
        }
    }

    @Async
    static Coroutine<List<String>> program() throws IOException {
        try (Server server = await(Net.startServer(EchoTest::echo, HOST, 0))) {
            int port = server.port();
            List<Coroutine<String>> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                clients.add(client(port, "hello " + i));
            }
            Future<List<String>> all = gather(clients);
            return Coroutine.of(await(all));
        }
    }

    @ParameterizedTest
    @EnumSource
    void answers(IoBackend backend) throws IOException {
        Assumptions.assumeTrue(backend.isAvailable());
        try (Runner runner = Runner.builder().loopFactory(backend::newLoop).build()) {
            List<String> answers = runner.run(program());
            assertThat(answers).hasSize(10).contains("hello 0", "hello 9");
        }
    }
}
