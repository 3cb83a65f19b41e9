package dev.jacquard.samples.kv;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.toThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jacquard.Coroutine;
import dev.jacquard.annotations.Async;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Debian's own tools, where its package redis-tools is installed. */
class RedisToolsTest {
    private static final String HOST = "127.0.0.1";

    private static String tool(String name) {
        Path tool = Path.of("/usr/bin", name);
        assumeTrue(Files.isExecutable(tool), () -> name + " (package redis-tools) is not here");
        return tool.toString();
    }

    /** What a tool prints, on a thread: the loop serves it meanwhile. */
    private static String output(List<String> command, String input) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Async
    private static Coroutine<String> run(String input, String... arguments) throws IOException {
        try (KvServer server = await(KvServer.start(HOST, 0, Limits.DEFAULT))) {
            List<String> command = new ArrayList<>(List.of(arguments));
            command.addAll(1, List.of("-h", HOST, "-p", Integer.toString(server.port())));
            return Coroutine.of(await(toThread(() -> output(command, input)), IOException.class));
        }
    }

    @AsyncTest(time = TestTime.REAL)
    void cli() throws IOException {
        String cli = tool("redis-cli");
        String script =
                """
                SET greeting "hello world"
                GET greeting
                INCR greeting
                RPUSH list a b c
                LRANGE list 0 -1
                HSET hash field value
                HGETALL hash
                ZADD zset 1.5 member
                ZRANGE zset 0 -1 WITHSCORES
                EXPIRE list 100
                TTL list
                MGET greeting none
                NOSUCH
                """;
        assertThat(await(run(script, cli)))
                .isEqualTo(
                        """
                        OK
                        hello world
                        ERR value is not an integer or out of range

                        3
                        a
                        b
                        c
                        1
                        field
                        value
                        1
                        member
                        1.5
                        1
                        100
                        hello world

                        ERR unknown command 'NOSUCH', with args beginning with:\s

                        """);
    }

    @AsyncTest(time = TestTime.REAL)
    void cliPipesManyCommands() throws IOException {
        String cli = tool("redis-cli");
        StringBuilder commands = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            commands.append("*3\r\n$3\r\nSET\r\n$5\r\n").append(10_000 + i);
            commands.append("\r\n$5\r\nvalue\r\n");
        }
        assertThat(await(run(commands.toString(), cli, "--pipe"))).contains("errors: 0, replies: 10000");
    }

    /** All its tests, so that each command is known; the figures are of no importance here. */
    @AsyncTest(time = TestTime.REAL)
    void benchmark() throws IOException {
        String benchmark = tool("redis-benchmark");
        String output = await(run("", benchmark, "-n", "2000", "-P", "8", "-c", "10", "--csv"));
        assertThat(output).doesNotContain("WARNING", "rror");
        assertThat(Pattern.compile("^\"(\\w+)", Pattern.MULTILINE)
                        .matcher(output)
                        .results()
                        .map(m -> m.group(1)))
                .contains("PING_INLINE", "SET", "INCR", "LPUSH", "ZPOPMIN", "LRANGE_600", "MSET");
    }
}
