package dev.jacquard.agenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.agenttests.programs.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ps} and {@code pstree} show the tasks of another process. */
@Timeout(120)
class TasksCommandTest {
    private interface Question {
        void ask(long pid) throws IOException;
    }

    /** Starts {@link Waiting}, asks when it is ready, and ends it. */
    private static void whileRuns(List<String> jvmOptions, String argument, Question question) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(System.getProperty("java.home") + "/bin/java");
        line.addAll(jvmOptions);
        line.addAll(List.of("-cp", Jvm.classPath(), Waiting.class.getName(), argument));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            question.ask(process.pid());
        } finally {
            process.destroyForcibly();
        }
    }

    private static Jvm.Ended command(String name, String pid) {
        return Jvm.java("-jar", Jvm.agent().toString(), name, pid);
    }

    private static String text(Jvm.Ended jvm) {
        return jvm.succeeded().out().replaceAll("Waiting.java:\\d+", "L");
    }

    @Test
    void theTasksOfAWovenProgram() throws IOException {
        whileRuns(List.of(Jvm.withAgent()), "", pid -> {
            String tree = text(command("pstree", "" + pid));
            assertThat(tree)
                    .matches("(?s)EventLoop@\\w+\\[running] on thread \"main\": 4 tasks\n.*")
                    .contains("│   Waiting.shop(L)\n└── Promise[pending]\n")
                    .contains(
                            """
                                    Task shopping
                                    │   Waiting.shopping(L)
                                    └── gather[0 of 2 done]
                                        ├── Task tea
                                        │   │   Waiting.fetch(L)
                                    """);
            String table = text(command("ps", "" + pid));
            assertThat(table)
                    .containsPattern("TASK +STATE +AT +WAITS FOR +AWAITED BY\n")
                    .containsPattern("milk +waiting +Waiting.fetch\\(L\\) +sleep until .*" + " shopping\n");
        });
    }

    @Test
    void aBusyLoopIsShownWithItsStack() throws IOException {
        whileRuns(List.of(Jvm.withAgent()), "busy", pid -> assertThat(text(command("pstree", "" + pid)))
                .contains("The loop is busy and does not answer")
                .contains("Waiting.spin(L)")
                .contains("Task shopping"));
    }

    @Test
    void aProcessWithoutALoopSaysSo() throws IOException {
        whileRuns(List.of(), "nothing", pid -> {
            Jvm.Ended jvm = command("ps", "" + pid);
            assertThat(jvm.status()).isEqualTo(1);
            assertThat(jvm.out()).isEmpty();
            assertThat(jvm.err())
                    .isEqualTo("Cannot show the tasks of process "
                            + pid
                            + ": it uses no event loop of Jacquard (so far).\n");
        });
    }

    @Test
    void aProcessThatRefusesSaysSo() throws IOException {
        whileRuns(List.of("-XX:+DisableAttachMechanism"), "nothing", pid -> {
            Jvm.Ended jvm = command("ps", "" + pid);
            assertThat(jvm.status()).isEqualTo(1);
            assertThat(jvm.err()).startsWith("Cannot show the tasks of process " + pid);
        });
    }

    @Test
    void aProcessThatIsNotThereSaysSo() {
        long pid = ProcessHandle.current().pid();
        while (ProcessHandle.of(++pid).isPresent()) {
            // the next one
        }
        Jvm.Ended jvm = command("ps", "" + pid);
        assertThat(jvm.status()).isEqualTo(1);
        assertThat(jvm.err()).startsWith("Cannot show the tasks of process " + pid + ": ");
    }

    @Test
    void aWrongArgumentShowsTheUsage() {
        Jvm.Ended jvm = command("ps", "shop");
        assertThat(jvm.status()).isEqualTo(2);
        assertThat(jvm.err()).startsWith("ps needs the id of a process.\nUsage:");
    }
}
