package dev.jacquard.net;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a server on several loops does when its JVM is told to end. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there, a process can only be killed")
class MultiLoopTerminationTest {
    private static final int BY_SIGTERM = 128 + 15;

    @Test
    void requestsInFlightAreAnsweredOnEveryLoop() throws Exception {
        try (Program program = new Program("100000")) {
            List<Client> clients = clientsOnBothLoops(program.port);
            program.terminate();
            for (Client c : clients) {
                assertThat(c.ask("world")).isEqualTo("hello world");
            }
            program.end();
            assertThat(program.lines).containsExactly("told to end", "joined", "closed");
        }
    }

    @Test
    void nobodyConnectsAnyMore() throws Exception {
        try (Program program = new Program("100000")) {
            List<Client> clients = clientsOnBothLoops(program.port);
            program.terminate();
            while (connects(program.port)) {
                Thread.onSpinWait(); // a loop has not heard of it yet
            }
            for (Client c : clients) {
                assertThat(c.ask("world")).isEqualTo("hello world");
            }
            program.end();
        }
    }

    private static boolean connects(int port) throws IOException {
        try (Socket s = new Socket(OnLoop.HOST, port)) {
            return s.isConnected();
        } catch (ConnectException e) {
            return false;
        } catch (SocketException e) { // reset: the listener it was waiting at was closed just now
            return true;
        }
    }

    @Test
    void theGracePeriodEnds() throws Exception {
        try (Program program = new Program("0")) {
            List<Client> clients = clientsOnBothLoops(program.port);
            program.terminate();
            for (Client c : clients) {
                assertThat(c.in.readLine()).isNull();
            }
            program.end();
            assertThat(program.lines).containsExactly("told to end", "joined", "closed");
        }
    }

    /** Each has begun its request. */
    private static List<Client> clientsOnBothLoops(int port) throws IOException {
        List<Client> clients = new ArrayList<>();
        Set<String> loops = new HashSet<>();
        while (loops.size() < 2) {
            Client c = new Client(port);
            clients.add(c);
            loops.add(c.ask("hello"));
        }
        return clients;
    }

    private static final class Client {
        final Socket socket;
        final BufferedReader in;

        Client(int port) throws IOException {
            socket = new Socket(OnLoop.HOST, port);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        String ask(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            return in.readLine();
        }
    }

    /** {@link Terminated} in a JVM of its own. */
    private static final class Program implements AutoCloseable {
        final Process jvm;
        final BufferedReader out;
        final int port;
        final List<String> lines = new ArrayList<>();

        Program(String grace) throws IOException {
            jvm = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-javaagent:" + Path.of("../../agent/target/jacquard-agent.jar"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Terminated.class.getName(),
                            grace)
                    .redirectErrorStream(true)
                    .start();
            out = jvm.inputReader();
            port = Integer.parseInt(out.readLine());
        }

        /** Returns when it knows. */
        void terminate() throws IOException {
            jvm.toHandle().destroy();
            lines.add(out.readLine());
        }

        void end() throws IOException, InterruptedException {
            assertThat(jvm.waitFor(60, SECONDS)).isTrue();
            out.lines().forEach(lines::add);
            assertThat(jvm.exitValue()).isEqualTo(BY_SIGTERM);
        }

        @Override
        public void close() throws IOException {
            jvm.destroyForcibly();
            out.close();
        }
    }
}
