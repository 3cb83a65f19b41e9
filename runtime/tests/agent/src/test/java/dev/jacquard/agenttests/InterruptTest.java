package dev.jacquard.agenttests;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.agenttests.programs.Interrupted;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a running program does when its JVM is told to end: SIGTERM takes the way of Ctrl-C. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there, a process can only be killed")
class InterruptTest {
    private static final int BY_SIGTERM = 128 + 15;

    /** So long that the tests' own limit comes first. */
    private static final String FOR_EVER = "-Djacquard.shutdown.seconds=100000";

    private record Ended(int status, List<String> lines) {}

    @Test
    void mainTaskIsCancelledAndEverythingCleanedUp() throws Exception {
        Ended jvm = terminateWhenReady("cleans", FOR_EVER);
        assertLines(
                jvm,
                List.of("ready", "main task cleaned", "worker cleaned"),
                List.of("run threw LoopExit", "main ends"));
        assertThat(jvm.status).isEqualTo(BY_SIGTERM);
    }

    @Test
    void cleanUpThatTakesTooLongIsLeft() throws Exception {
        Ended jvm = terminateWhenReady("is-deaf", "-Djacquard.shutdown.seconds=1");
        assertThat(jvm.lines).containsExactly("ready", "cleaning for ever");
        assertThat(jvm.status).isEqualTo(BY_SIGTERM);
    }

    @Test
    void nothingIsCancelledWhereItIsSwitchedOff() throws Exception {
        Ended jvm = terminateWhenReady("cleans", "-Djacquard.shutdown.seconds=0");
        assertThat(jvm.lines).containsExactly("ready");
        assertThat(jvm.status).isEqualTo(BY_SIGTERM);
    }

    @Test
    void runnerThatIsClosingIsWaitedFor() throws Exception {
        Ended jvm = terminateWhenReady("is-closing", FOR_EVER);
        assertLines(jvm, List.of("ready", "left task cleaned"), List.of("main ends"));
        assertThat(jvm.status).isEqualTo(BY_SIGTERM);
    }

    @Test
    void mainThreadIsWaitedForToo() throws Exception {
        Ended jvm = terminateWhenReady("lingers", FOR_EVER);
        assertThat(jvm.lines)
                .containsExactly("ready", "main task cleaned", "worker cleaned", "run threw LoopExit", "main ends");
        assertThat(jvm.status).isEqualTo(BY_SIGTERM);
    }

    @Test
    void coroutineThatEndsTheJvmIsNotWaitedFor() throws Exception {
        Process jvm = start("exits", FOR_EVER);
        Ended ended = end(jvm, new ArrayList<>());
        assertThat(ended.lines).containsExactly("ready");
        assertThat(ended.status).isEqualTo(3);
    }

    /**
     * The clean-up is waited for; what the main thread does after that competes with the end of the JVM, which may come
     * at any point of it.
     */
    private static void assertLines(Ended jvm, List<String> cleanUp, List<String> after) {
        int n = Math.min(cleanUp.size(), jvm.lines.size());
        assertThat(jvm.lines.subList(0, n)).isEqualTo(cleanUp);
        List<String> rest = jvm.lines.subList(n, jvm.lines.size());
        assertThat(rest).isEqualTo(after.subList(0, Math.min(rest.size(), after.size())));
    }

    private static Ended terminateWhenReady(String program, String option) throws IOException, InterruptedException {
        Process jvm = start(program, option);
        List<String> lines = new ArrayList<>();
        String first = jvm.inputReader().readLine();
        lines.add(String.valueOf(first));
        jvm.toHandle().destroy(); // unlike jvm.destroy(), leaves its output open
        return end(jvm, lines);
    }

    private static Process start(String program, String option) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        Jvm.withAgent(),
                        option,
                        "-cp",
                        Jvm.classPath(),
                        Interrupted.class.getName(),
                        program)
                .redirectErrorStream(true)
                .start();
    }

    private static Ended end(Process jvm, List<String> lines) throws IOException, InterruptedException {
        if (!jvm.waitFor(60, SECONDS)) {
            jvm.destroyForcibly();
            throw new AssertionError("still running after 60 s; it said " + lines);
        }
        try (BufferedReader out = jvm.inputReader()) {
            out.lines().forEach(lines::add);
        }
        return new Ended(jvm.exitValue(), lines);
    }
}
