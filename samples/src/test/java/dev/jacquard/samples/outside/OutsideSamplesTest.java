package dev.jacquard.samples.outside;

import static dev.jacquard.samples.VirtualRun.lines;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the samples of the world outside print. */
class OutsideSamplesTest {
    @Test
    void threads() throws Exception {
        assertThat(lines(Threads.demo()))
                .containsExactly(
                        "the loop gives 1",
                        "the loop gives 2",
                        "the loop gives 3",
                        "the thread gives 6");
    }

    /** SIGTERM takes the way of Ctrl-C. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there, a process can only be killed")
    void serverThatIsToldToEndFinishesItsRequest() throws Exception {
        Process server = start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = server.inputReader()) {
            lines.add(String.valueOf(out.readLine()));
            server.toHandle().destroy(); // unlike server.destroy(), leaves its output open
            out.lines().forEach(lines::add);
        } finally {
            if (!server.waitFor(60, SECONDS)) {
                server.destroyForcibly();
            }
        }
        assertThat(lines.get(0)).isEqualTo("serving; end it with Ctrl-C");
        int n = lines.size() - 3; // this many requests before the last one
        assertThat(lines.subList(lines.size() - 3, lines.size()))
                .containsExactly(
                        "told to end; request " + n + " is still going on",
                        "request " + n + " is done",
                        "good-bye");
        assertThat(server.exitValue()).isEqualTo(128 + 15);
    }

    /** A JVM of its own, with this one's agent and class path. */
    private static Process start() throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-javaagent:../agent/target/jacquard-agent.jar",
                        "-Djacquard.shutdown.seconds=1000",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GracefulShutdown.class.getName())
                .redirectErrorStream(true)
                .start();
    }
}
