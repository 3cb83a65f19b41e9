package dev.jacquard.subprocess;

import static dev.jacquard.Asyncio.await;
import static dev.jacquard.Asyncio.createTask;
import static dev.jacquard.Asyncio.gather;
import static dev.jacquard.Asyncio.gatherSettled;
import static dev.jacquard.Asyncio.getRunningLoop;
import static dev.jacquard.Asyncio.sleep;
import static dev.jacquard.Asyncio.waitFor;
import static dev.jacquard.streams.Failures.failure;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.AsyncTimeoutException;
import dev.jacquard.Coroutine;
import dev.jacquard.Task;
import dev.jacquard.annotations.SuppressWeaverWarnings;
import dev.jacquard.streams.StreamReader;
import dev.jacquard.testing.AsyncSettings;
import dev.jacquard.testing.AsyncTest;
import dev.jacquard.testing.TestTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

@AsyncSettings(time = TestTime.REAL)
@DisabledOnOs(OS.WINDOWS) // the programs are those of Unix
@SuppressWeaverWarnings("W24") // looks at the files by other means
class SubprocessTest {
    @TempDir
    Path folder;

    // ---- communicate ---------------------------------------------------------------------------

    @AsyncTest
    void communicates() throws IOException {
        try (Subprocess p = await(
                Subprocess.shell("tr a-z A-Z; echo oops >&2; exit 3").pipes().start())) {
            assertThat(p.returnCode()).isNull();
            Output output = await(p.communicate("hello"));
            assertThat(output.stdoutText()).isEqualTo("HELLO");
            assertThat(output.stderrText()).isEqualTo("oops\n");
            assertThat(output.exitCode()).isEqualTo(3);
            assertThat(p.returnCode()).isEqualTo(3);
            assertThat(await(p.waitAsync())).isEqualTo(3);
            assertThatThrownBy(output::check).isInstanceOf(IOException.class).hasMessageContaining("exit code 3: oops");
        }
    }

    @AsyncTest
    void communicatesWithMoreThanThePipesHold() throws IOException {
        byte[] input = new byte[3_000_000];
        new java.util.Random(3).nextBytes(input);
        Output output = await(Subprocess.exec("cat").output(input));
        assertThat(output.check().stdout()).isEqualTo(input);
    }

    @AsyncTest
    void aProcessNeedNotReadItsInput() throws IOException {
        Output output = await(Subprocess.exec("true").output(new byte[3_000_000]));
        assertThat(output.exitCode()).isZero();
    }

    @AsyncTest
    void outputOfAProgramWithoutInput() throws IOException {
        Output output = await(Subprocess.shell("cat; echo out; echo err >&2").output());
        assertThat(output.stdoutText()).isEqualTo("out\n");
        assertThat(output.stderrText()).isEqualTo("err\n");
        assertThat(output.check()).isSameAs(output);
    }

    @AsyncTest
    void manyAtOnce() throws IOException {
        List<Coroutine<Output>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(Subprocess.exec("echo", "" + i).output());
        }
        List<Output> outputs = await(gather(all), IOException.class);
        for (int i = 0; i < 20; i++) {
            assertThat(outputs.get(i).stdoutText()).isEqualTo(i + "\n");
        }
    }

    // ---- streams -------------------------------------------------------------------------------

    @AsyncTest
    void talksToAProcess() throws IOException {
        try (Subprocess p = await(Subprocess.exec("cat").pipes().start())) {
            for (String line : List.of("one\n", "two\n")) {
                p.stdin().write(line);
                await(p.stdin().drain());
                assertThat(new String(await(p.stdout().readLine()), UTF_8)).isEqualTo(line);
            }
            p.stdin().writeEof();
            assertThat(await(p.stdout().readLine())).isEmpty();
            assertThat(await(p.waitAsync())).isZero();
            await(p.stdin().waitClosed());
        }
    }

    @AsyncTest
    void whatAChildWritesAfterTheEndIsReadToo() throws IOException {
        // The shell ends at once; the one in the background writes when its input ends.
        String script = "exec 3<&0; (cat <&3; echo late; echo err >&2) & echo now";
        try (Subprocess p = await(Subprocess.shell(script).pipes().start())) {
            assertThat(await(p.waitAsync())).isZero();
            // Its own stdin is closed by now, so the one in the background goes on.
            List<String> lines = new ArrayList<>();
            for (String line : p.stdout().lines()) {
                lines.add(line);
            }
            assertThat(lines).containsExactly("now", "late");
            assertThat(new String(await(p.stderr().readAll()), UTF_8)).isEqualTo("err\n");
        }
    }

    @AsyncTest
    void outputOfAProcessThatHasEndedIsThere() throws IOException {
        try (Subprocess p =
                await(Subprocess.exec("seq", "10000").stdout(Stdio.PIPE).start())) {
            await(p.waitAsync());
            int expected = 0;
            for (String line : p.stdout().lines()) {
                assertThat(line).isEqualTo("" + ++expected);
            }
            assertThat(expected).isEqualTo(10000);
        }
    }

    @AsyncTest
    void aProcessThatWritesTooMuchIsHeldUp() throws IOException {
        int all = 100_000_000;
        int limit = 1 << 16;
        // two blocks of the pump, one for which it has room, what holds it up
        int most = 2 * limit + 4 * (1 << 16);
        try (Subprocess p = await(Subprocess.exec("head", "-c", "" + all, "/dev/zero")
                .stdout(Stdio.PIPE)
                .limit(limit)
                .start())) {
            StreamReader out = p.stdout();
            while (!out.toString().contains("paused")) {
                await(getRunningLoop().runInExecutor(null, () -> null));
            }
            for (int i = 0; i < 100; i++) {
                await(getRunningLoop().runInExecutor(null, () -> null));
            }
            assertThat(out.available()).isLessThanOrEqualTo(most);
            assertThat(p.returnCode()).isNull();
            long got = 0;
            for (byte[] block = await(out.read(limit)); block.length > 0; block = await(out.read(limit))) {
                got += block.length;
                if (out.available() > most) {
                    throw new AssertionFailedError(out + " after " + got);
                }
            }
            assertThat(got).isEqualTo(all);
            assertThat(await(p.waitAsync())).isZero();
        }
    }

    @AsyncTest
    void stdinHoldsUpWhoWrites() throws IOException {
        try (Subprocess p = await(Subprocess.exec("sleep", "1000").pipes().start())) {
            p.stdin().write(new byte[1_000_000]);
            Task<Void> drain = createTask(p.stdin().drain());
            for (int i = 0; i < 20; i++) {
                await(getRunningLoop().runInExecutor(null, () -> null));
            }
            assertThat(drain.isDone()).isFalse();
            p.kill();
            assertThat(await(failure(drain.asCoroutine()))).isInstanceOf(IOException.class);
            assertThat(await(failure(p.stdin().drain()))).isInstanceOf(IOException.class);
        }
    }

    // ---- redirections and options --------------------------------------------------------------

    @AsyncTest
    void filesAndFolders() throws IOException {
        Path in = Files.writeString(folder.resolve("in"), "b\na\n");
        Path out = folder.resolve("out");
        for (int i = 0; i < 2; i++) {
            try (Subprocess p = await(Subprocess.exec("sort")
                    .stdin(Stdio.fromFile(in))
                    .stdout(i == 0 ? Stdio.toFile(out) : Stdio.appendToFile(out))
                    .start())) {
                assertThat(await(p.waitAsync())).isZero();
            }
        }
        assertThat(Files.readString(out)).isEqualTo("a\nb\na\nb\n");
        Output pwd = await(Subprocess.exec("pwd", "-P").directory(folder).output());
        assertThat(pwd.stdoutText().strip()).isEqualTo(folder.toRealPath().toString());
    }

    @AsyncTest
    void environment() throws IOException {
        String script = "echo $A-${HOME:+home}";
        assertThat(await(Subprocess.shell(script).environment("A", "x").output())
                        .stdoutText())
                .isEqualTo("x-home\n");
        assertThat(await(Subprocess.shell(script).environment(Map.of("A", "y")).output())
                        .stdoutText())
                .isEqualTo("y-\n");
    }

    @AsyncTest
    void stderrGoesWhereStdoutGoes() throws IOException {
        Output output = await(
                Subprocess.shell("echo a; echo b >&2").stderr(Stdio.STDOUT).output());
        assertThat(output.stdoutText()).isEqualTo("a\nb\n");
        assertThat(output.stderr()).isEmpty();
        Output nothing = await(
                Subprocess.shell("echo a; echo b >&2").stderr(Stdio.DEVNULL).output());
        assertThat(nothing.stderr()).isEmpty();
        assertThat(nothing.stdoutText()).isEqualTo("a\n");
    }

    @AsyncTest
    void whatIsNoPipeSaysSo() throws IOException {
        try (Subprocess p = await(Subprocess.exec("true").stdin(Stdio.DEVNULL).start())) {
            assertThatThrownBy(p::stdout)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("stdout of true is no pipe. Start it with stdout(Stdio.PIPE).");
            assertThat(await(failure(p.communicate("x"))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("stdin(Stdio.PIPE)");
            assertThat(await(p.communicate()).exitCode()).isZero();
        }
        assertThatThrownBy(() -> Subprocess.exec("x").stdin(Stdio.STDOUT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Subprocess.exec("x").stdout(Stdio.fromFile(folder)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Subprocess.exec()).isInstanceOf(IllegalArgumentException.class);
    }

    @AsyncTest
    void aProgramThatIsNotThere() throws IOException {
        assertThat(await(failure(Subprocess.exec("jacquard-no-such-program").start())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("jacquard-no-such-program");
    }

    // ---- signals, timeouts, the end ------------------------------------------------------------

    @AsyncTest
    void signals() throws IOException {
        String script = "trap 'echo hup' HUP; trap 'echo term; exit 7' TERM; echo ready;" + " while :; do read x; done";
        try (Subprocess p = await(Subprocess.shell(script).pipes().start())) {
            assertThat(new String(await(p.stdout().readLine()), UTF_8)).isEqualTo("ready\n");
            await(p.sendSignal("SIGHUP"));
            p.stdin().write("\n");
            assertThat(new String(await(p.stdout().readLine()), UTF_8)).isEqualTo("hup\n");
            assertThat(await(failure(p.sendSignal("NONE"))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("NONE");
            p.terminate();
            p.stdin().write("\n");
            assertThat(new String(await(p.stdout().readAll()), UTF_8)).isEqualTo("term\n");
            assertThat(await(p.waitAsync())).isEqualTo(7);
            p.terminate();
            p.kill();
            await(p.sendSignal("HUP"));
        }
        try (Subprocess p = await(Subprocess.exec("sleep", "1000").start())) {
            p.kill();
            assertThat(await(p.waitAsync())).isEqualTo(128 + 9);
        }
    }

    @AsyncTest
    void aTimeoutEndsTheWaitingOnly() throws IOException {
        try (Subprocess p = await(Subprocess.exec("cat").pipes().start())) {
            assertThat(await(failure(waitFor(p.waitAsync(), Duration.ofMillis(1)))))
                    .isInstanceOf(AsyncTimeoutException.class);
            assertThat(await(failure(waitFor(p.communicate(), Duration.ZERO))))
                    .isInstanceOf(AsyncTimeoutException.class);
            assertThat(p.returnCode()).isNull();
            p.stdin().startClosing();
            assertThat(await(p.waitAsync())).isZero();
        }
    }

    @AsyncTest
    void aCancelledCommunicateKeepsWhatCame() throws IOException {
        try (Subprocess p = await(Subprocess.shell("echo first; cat").pipes().start())) {
            Task<Output> talk = createTask(p.communicate());
            while (p.stdout().available() == 0 && !p.stdout().atEof()) {
                talk.cancel();
                await(getRunningLoop().runInExecutor(null, () -> null));
            }
            assertThat(await(p.communicate()).stdoutText()).isEqualTo("first\n");
        }
    }

    @AsyncTest
    void closingKillsWhatIsLeft() throws IOException {
        Subprocess kept;
        try (Subprocess p =
                await(Subprocess.shell("sleep 1000 & echo $!; wait").pipes().start())) {
            kept = p;
            long child = Long.parseLong(new String(await(p.stdout().readLine()), UTF_8).strip());
            assertThat(ProcessHandle.of(child)).isPresent();
            await(p.closeAsync());
            ProcessHandle.of(child).ifPresent(h -> h.onExit().join());
        }
        assertThat(kept.returnCode()).isEqualTo(128 + 9);
        assertThat(kept.toString()).contains("returnCode=137");
        await(sleep(0));
        assertThat(kept.stdout().atEof()).isTrue();
    }

    @AsyncTest
    void cancellingTheTaskKillsTheProcess() throws IOException {
        for (int rounds = 0; rounds < 12; rounds++) {
            Task<Output> task = createTask(Subprocess.exec("sleep", "999").output());
            for (int i = 0; i < rounds; i++) {
                await(getRunningLoop().runInExecutor(null, () -> null));
            }
            task.cancel();
            assertThat(await(gatherSettled(task)).get(0).isSuccess()).isFalse();
        }
        // One whose start was cancelled is killed by the thread that has started it.
        while (children().anyMatch(h -> true)) {
            await(getRunningLoop().runInExecutor(null, () -> null));
        }
    }

    private static java.util.stream.Stream<ProcessHandle> children() {
        return ProcessHandle.current().children();
    }

    @AsyncTest
    void nothingStays() throws IOException {
        await(Subprocess.exec("true").output());
        for (int i = 0; i < 30; i++) {
            await(Subprocess.shell("echo x; echo y >&2").output("z".getBytes(UTF_8)));
        }
        // The threads end by themselves when their pipes have ended.
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().startsWith("jacquard-process-"))) {
            await(getRunningLoop().runInExecutor(null, () -> null));
        }
        assertThat(zombies()).isEmpty();
    }

    /** Children of this process that have ended and were not waited for. */
    private static List<String> zombies() throws IOException {
        List<String> found = new ArrayList<>();
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return found;
        }
        long self = ProcessHandle.current().pid();
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                try {
                    String stat = Files.readString(process.resolve("stat"));
                    String rest = stat.substring(stat.lastIndexOf(')') + 2);
                    if (rest.startsWith("Z " + self + " ")) {
                        found.add(stat);
                    }
                } catch (IOException e) {
                    continue; // it has ended meanwhile
                }
            }
        }
        return found;
    }
}
