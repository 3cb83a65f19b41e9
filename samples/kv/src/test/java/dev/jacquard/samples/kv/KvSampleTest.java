package dev.jacquard.samples.kv;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.docstesting.Output;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class KvSampleTest {
    @Test
    void talksToItself() throws Exception {
        assertThat(Output.linesOf(() -> assertThat(KvSample.run()).isZero()))
                .containsExactly(
                        "SET greeting hello -> OK",
                        "APPEND greeting , world -> 12",
                        "GET greeting -> hello, world",
                        "RPUSH loom warp weft -> 2",
                        "INCR loom -> (error) WRONGTYPE Operation against a key holding the wrong" + " kind of value",
                        "SET soon gone PX 20 -> OK",
                        "GET soon -> null",
                        "INCR counter, a thousand times at once -> 1000",
                        "LPUSH jobs weave a card -> 1",
                        "the worker's BLPOP -> [jobs, weave a card]",
                        "SUBSCRIBE news -> [subscribe, news, 1]",
                        "PUBLISH news the loom is running -> 1",
                        "the listener -> [message, news, the loom is running]");
    }

    @Test
    void badArgumentsAreExplained() throws Exception {
        for (String[] arguments : List.of(
                new String[] {"--port", "many"},
                new String[] {"--port", "70000"},
                new String[] {"--port"},
                new String[] {"--io", "fast"},
                new String[] {"6379"})) {
            assertThat(Output.errorsOf(() -> assertThat(KvSample.run(arguments)).isEqualTo(2)))
                    .contains("usage: kv");
        }
    }

    /** With a client connected: it does not hold up the end. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there, a process can only be killed")
    void servesUntilItIsToldToEnd() throws Exception {
        Process server = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-javaagent:../../agent/target/jacquard-agent.jar",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KvSample.class.getName(),
                        "--port",
                        "0",
                        "--io",
                        "nio")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = server.inputReader()) {
            String ready = String.valueOf(out.readLine());
            assertThat(ready).startsWith("READY ");
            try (Socket client = new Socket("127.0.0.1", Integer.parseInt(ready.substring(6)))) {
                OutputStream to = client.getOutputStream();
                to.write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                var from =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                assertThat(from.readLine()).isEqualTo("+PONG");
                server.toHandle().destroy(); // unlike server.destroy(), leaves its output open
                assertThat(from.readLine()).isNull();
                assertThat(out.lines()).containsExactly("good-bye");
            }
        } finally {
            if (!server.waitFor(60, SECONDS)) {
                server.destroyForcibly();
            }
        }
    }
}
