package dev.jacquard.agenttests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads and loops use each other; compiled by the JDK that runs this. */
class VirtualThreadsTest {
    private static final String HEAD =
            """
            import static dev.jacquard.Asyncio.*;
            import dev.jacquard.*;
            import dev.jacquard.annotations.Async;
            import java.util.concurrent.*;

            """;

    @TempDir
    Path dir;

    private List<String> linesOf(String main) throws IOException {
        Path source = dir.resolve("Main.java");
        Files.writeString(source, HEAD + main);
        Jvm.javac("-d", dir.toString(), "-cp", Jvm.classPath(), source.toString())
                .succeeded();
        List<String> classPath = new ArrayList<>(List.of(dir.toString()));
        Jvm.runtime().forEach(p -> classPath.add(p.toString()));
        String path = String.join(java.io.File.pathSeparator, classPath);
        return Jvm.java(Jvm.withAgent(), "-cp", path, "Main")
                .succeeded()
                .out()
                .lines()
                .toList();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads are of Java 21")
    void eachCallsTheOther() throws IOException {
        assertThat(
                        linesOf(
                                """
                                class Main {
                                    static final ContextVar<String> USER = ContextVar.of("user", "nobody");

                                    @Async static Coroutine<Integer> size(String s) { await(sleep(1)); return Coroutine.of(s.length()); }

                                    @Async static Coroutine<Void> main() throws Exception {
                                        USER.set("anna");
                                        System.out.println(await(toThread(() -> Thread.currentThread().isVirtual() + " " + USER.get())));

                                        EventLoop loop = getRunningLoop();
                                        CompletableFuture<Integer> asked = new CompletableFuture<>();
                                        Thread.ofVirtual().start(() -> asked.completeAsync(() -> runCoroutineThreadSafe(size("four"), loop).join(), Runnable::run));
                                        System.out.println(await(asked));

                                        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                                            System.out.println(await(gather(loop.runInExecutor(executor, () -> 1), loop.runInExecutor(executor, () -> 2))));
                                        }
                                        return Coroutine.done();
                                    }

                                    public static void main(String[] args) throws Exception {
                                        run(main());
                                        FutureTask<Integer> onVirtual = new FutureTask<>(() -> run(size("a loop on one")));
                                        Thread.ofVirtual().start(onVirtual);
                                        System.out.println(onVirtual.get());
                                    }
                                }
                                """))
                .containsExactly("true anna", "4", "[1, 2]", "13");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25, disabledReason = "scoped values are of Java 25")
    void scopedValuesAreSeenWhereTheLoopIsRun() throws IOException {
        assertThat(
                        linesOf(
                                """
                                class Main {
                                    static final ScopedValue<String> USER = ScopedValue.newInstance();

                                    @Async static Coroutine<String> user() { await(sleep(1)); return Coroutine.of(USER.get()); }

                                    @Async static Coroutine<Void> main() throws Exception {
                                        System.out.println(await(user()) + " " + await(createTask(user())));
                                        System.out.println(await(toThread(() -> USER.isBound())));
                                        String mine = USER.get(); // handed on by hand
                                        System.out.println(await(toThread(() -> ScopedValue.where(USER, mine).call(() -> USER.get()))));
                                        return Coroutine.done();
                                    }

                                    public static void main(String[] args) throws Exception {
                                        ScopedValue.where(USER, "anna").call(() -> { run(main()); return null; });
                                        EventLoop loop = newEventLoop();
                                        Thread.ofPlatform().daemon().start(loop::runForever);
                                        ScopedValue.where(USER, "bert").run(() -> {
                                            try {
                                                runCoroutineThreadSafe(user(), loop).join();
                                            } catch (CompletionException e) {
                                                System.out.println(e.getCause().getClass().getSimpleName());
                                            }
                                        });
                                    }
                                }
                                """))
                .containsExactly("anna anna", "false", "anna", "NoSuchElementException");
    }
}
