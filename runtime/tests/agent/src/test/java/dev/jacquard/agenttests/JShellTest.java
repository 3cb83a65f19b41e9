package dev.jacquard.agenttests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One awaits at JShell's prompt, as in Jupyter's cells. */
class JShellTest {
    private static final Path STARTUP = Path.of("../../../samples/jshell/jacquard.jsh");

    @TempDir
    Path dir;

    /** What JShell says to some lines, one after the other. */
    private Jvm.Ended run(String lines) throws IOException {
        Path script = dir.resolve("script.jsh");
        Files.writeString(script, lines + "/exit\n");
        return Jvm.jshell(
                        "-J-Djava.util.prefs.userRoot=" + dir,
                        "-R" + Jvm.withAgent(),
                        "--class-path",
                        Jvm.path(Jvm.runtime().stream()),
                        "--startup",
                        "DEFAULT",
                        "--startup",
                        STARTUP.toString(),
                        script.toString())
                .succeeded();
    }

    private String say(String lines) throws IOException {
        return run(lines).out();
    }

    private static final String HELLO =
            """
            @Async Coroutine<String> hello(String name) { await(sleep(1)); return Coroutine.of("hi " + name); }
            """;

    @Test
    void anAwaitStandsWhereAnExpressionMay() throws IOException {
        assertThat(
                        say(
                                HELLO
                                        + """
                                        var x = await(hello("x"))
                                        await(hello("y"))
                                        System.out.println(x + ", " + await(hello("y")))
                                        int n = await(hello("z")).length() + await(hello("")).length()
                                        System.out.println(n)
                                        for (int i = 0; i < 2; i++) { System.out.println(await(hello("" + i))); }
                                        if (n > 5) System.out.println(await(gather(hello("a"), hello("b"))))
                                        System.out.println(await(java.util.concurrent.CompletableFuture.completedFuture(7)) + 1)
                                        """))
                .isEqualTo(
                        """
                        hi x, hi y
                        7
                        hi 0
                        hi 1
                        [hi a, hi b]
                        8
                        """);
    }

    @Test
    void tasksAndContextLiveFromLineToLine() throws IOException {
        assertThat(
                        say(
                                HELLO
                                        + """
                                        var who = ContextVar.of("who", "nobody")
                                        who.set("anna")
                                        var started = createTask(hello("later"))
                                        System.out.println(who.get())
                                        System.out.println(await(started) + " " + started.isDone())
                                        @Async AsyncGenerator<Integer> numbers() { emit(1); await(sleep(1)); emit(2); return AsyncGenerator.end(); }
                                        for (int i : numbers()) { System.out.println(i); }
                                        try (var stack = new AsyncExitStack()) { stack.callback(() -> System.out.println("closed")); }
                                        """))
                .isEqualTo(
                        """
                        anna
                        hi later true
                        1
                        2
                        closed
                        """);
    }

    @Test
    void anExceptionIsTheSnippetsOwn() throws IOException {
        Jvm.Ended ended = run(
                """
                        @Async Coroutine<Integer> fails() throws java.io.IOException { await(sleep(1)); throw new java.io.IOException("lost"); }
                        await(fails())
                        await(waitFor(sleep(Duration.ofDays(1)), Duration.ofMillis(1)))
                        System.out.println("goes on " + await(sleep(Duration.ofMillis(1), "still")))
                        """);
        assertThat(ended.err())
                .contains("Exception java.io.IOException: lost", "at fails (#")
                .contains("AsyncTimeoutException", "did not end within 1 ms");
        assertThat(ended.out()).isEqualTo("goes on still\n");
    }

    @Test
    void aSnippetThatRunsALoopItselfHasItsOwn() throws IOException {
        assertThat(
                        say(
                                HELLO
                                        + """
                                        System.out.println(run(hello("you")))
                                        run(() -> { System.out.println(await(hello("me"))); return Coroutine.done(); })
                                        System.out.println(1 + 1)
                                        """))
                .isEqualTo("hi you\nhi me\n2\n");
    }

    /** What cannot be awaited is told as elsewhere. */
    @Test
    void aLambdaThatDoesNotReturnACoroutineIsRefused() throws IOException {
        assertThat(run(HELLO + "Optional.of(\"x\").map(x -> await(hello(x)))\n").err())
                .contains("Cannot weave", "[W02]");
    }
}
