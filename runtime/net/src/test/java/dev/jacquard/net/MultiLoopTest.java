package dev.jacquard.net;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.net.OnLoop.HOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.streams.StreamWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiLoopTest {
    /** Answers each line with the thread's name. */
    @Async
    private static Coroutine<Void> threads(StreamReader reader, StreamWriter writer) throws IOException {
        for (byte[] line : reader) {
            writer.write(Thread.currentThread().getName() + "\n");
            await(writer.drain());
        }
        return Coroutine.done();
    }

    @ParameterizedTest
    @CsvSource({"NIO, false", "NIO, true", "EPOLL, false", "EPOLL, true", "IO_URING, false", "IO_URING, true"})
    void connectionsStayOnTheirLoops(IoBackend backend, boolean handOver) throws Exception {
        Assumptions.assumeTrue(backend.isAvailable());
        MultiLoopServer server = MultiLoopServer.builder()
                .loops(3)
                .backend(backend)
                .handOver(handOver)
                .start(MultiLoopTest::threads, HOST, 0);
        Set<String> used = new HashSet<>();
        try (server) {
            assertThat(server.loops()).hasSize(3).doesNotHaveDuplicates();
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                Socket s = new Socket(HOST, server.port());
                clients.add(s);
                String first = ask(s);
                assertThat(ask(s)).isEqualTo(first);
                used.add(first);
            }
            for (Socket s : clients) {
                s.close();
            }
        }
        assertThat(used).hasSize(3).allMatch(n -> n.matches("jacquard-server-\\d+-loop-\\d"));
        server.join();
        server.close();
        assertThatThrownBy(() -> new Socket(HOST, server.port()).close()).isInstanceOf(IOException.class);
    }

    private static String ask(Socket s) throws IOException {
        s.getOutputStream().write("who?\n".getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(new InputStreamReader(s.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @Test
    void endsHardAfterTheGracePeriod() throws IOException {
        MultiLoopServer server = Net.serveOnLoops(2, MultiLoopTest::threads, HOST, 0, ServerOptions.DEFAULT);
        try (Socket s = new Socket(HOST, server.port())) {
            ask(s);
            server.close(Duration.ZERO);
            assertThat(s.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void portInUseIsAnErrorAndLeavesNoThread() throws IOException {
        try (MultiLoopServer one = Net.serveOnLoops(1, MultiLoopTest::threads, HOST, 0, ServerOptions.DEFAULT)) {
            assertThatThrownBy(
                            () -> Net.serveOnLoops(2, MultiLoopTest::threads, HOST, one.port(), ServerOptions.DEFAULT))
                    .isInstanceOf(BindException.class);
        }
    }
}
