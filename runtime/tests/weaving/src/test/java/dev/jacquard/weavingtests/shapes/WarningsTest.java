package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.WeaverOptions;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Verification;
import dev.jacquard.weavingtests.harness.Weaving;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is woven although it is probably wrong: each warning once, with its line, and silenced. */
class WarningsTest {
    private static final String HEAD =
            """
            package program;
            import static dev.jacquard.Asyncio.*;
            import dev.jacquard.*;
            import dev.jacquard.annotations.*;
            import java.io.*;
            import java.net.*;
            import java.net.http.*;
            import java.nio.file.*;
            import java.sql.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.function.*;
            """;

    private static Weaving weave(String source, WeaverOptions options) {
        Weaving weaving =
                Weaving.of(InMemoryCompiler.debug().compile(Map.of("program.Warned", HEAD + source)), options);
        Verification.check(weaving.classes());
        assertThat(weaving.refusals()).isEmpty();
        return weaving;
    }

    private static List<Diagnostic> warnings(String source) {
        return weave(source, WeaverOptions.DEFAULT).diagnostics();
    }

    /** A statement on line 2 of the class. */
    private static List<Diagnostic> inAsync(String statement) {
        return warnings("class Warned { @Async Coroutine<Void> f(Object it) throws Exception {\n"
                + statement
                + "\n await(sleep(1)); return Coroutine.done(); }\n"
                + " @Async static Coroutine<Integer> g() { return Coroutine.of(1); } }");
    }

    private static int line(int inClass) {
        return (int) HEAD.lines().count() + inClass;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "W23|Thread.sleep(5);|Thread.sleep: use await(sleep(...))",
                "W23|TimeUnit.SECONDS.sleep(1);|TimeUnit.sleep: use await(sleep(...))",
                "W23|((Thread) it).join();|Thread.join",
                "W23|((Process) it).waitFor();|Process.waitFor: use await(process.onExit())",
                "W23|((java.util.concurrent.Future<?>) it).get();|Future.get",
                "W23|((CompletableFuture<?>) it).get(1, TimeUnit.DAYS);|CompletableFuture.get",
                "W23|((CompletableFuture<?>) it).join();|CompletableFuture.join",
                "W23|((CountDownLatch) it).await();|CountDownLatch.await: use an AsyncEvent",
                "W23|((BlockingQueue<Object>) it).put(1);|BlockingQueue.put: use an AsyncQueue",
                "W23|((LinkedBlockingQueue<?>) it).take();|LinkedBlockingQueue.take",
                "W23|((BlockingQueue<?>) it).poll(1, TimeUnit.DAYS);|BlockingQueue.poll",
                "W23|((Semaphore) it).acquire();|Semaphore.acquire: use an AsyncSemaphore",
                "W23|((ExecutorService) it).awaitTermination(1, TimeUnit.DAYS);|awaitTermination",
                "W24|new FileReader(\"x\");|new FileReader",
                "W24|Files.readString(Path.of(\"x\"));|Files.readString",
                "W24|((FileInputStream) it).read();|FileInputStream.read",
                "W24|((ServerSocket) it).accept();|ServerSocket.accept",
                "W24|((URL) it).openStream();|URL.openStream",
                "W24|((URLConnection) it).getInputStream();|URLConnection.getInputStream",
                "W24|((HttpClient) it).send(null, null);|HttpClient.send",
                "W24|System.console().readLine();|Console.readLine",
                "W24|new Scanner(System.in);|System.in",
                "W25|((Statement) it).executeQuery(\"select\");|Statement.executeQuery",
                "W25|DriverManager.getConnection(\"x\");|DriverManager.getConnection",
                "W25|((javax.sql.DataSource) it).getConnection();|DataSource.getConnection",
                "W26|run(g());|Asyncio.run",
                "W26|getRunningLoop().runUntilComplete(g());|EventLoop.runUntilComplete",
                "W20|it.wait();|wait",
                "W20|it.wait(5);|wait",
                "W20|it.notifyAll();|notifyAll",
                "W22|g();|g",
                "W22|sleep(5);|sleep",
                "W22|Coroutine<Integer> c = g();|g, stored in a variable that is not read after" + " that",
                "W22|Runnable r = Warned::g; r.run();|g, a method reference",
            })
    void isToldWithItsLine(String code, String statement, String detail) {
        List<Diagnostic> all = inAsync(statement);
        assertThat(all).hasSize(1);
        Diagnostic d = all.get(0);
        assertThat(d.problem().code()).isEqualTo(code);
        assertThat(d.problem().isError()).isFalse();
        assertThat(d.detail()).contains(detail);
        assertThat(d.message())
                .startsWith("Warning: program.Warned.f (Warned.java:" + line(2) + "): ")
                .endsWith(" [" + code + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "createTask(g());",
                "gather(g(), g());",
                "await(g());",
                "Coroutine<Integer> c = g(); c.close();",
                "Supplier<Object> s = Warned::g; s.get();",
                "((Map<?, ?>) it).get(1);",
                "((List<?>) it).get(1); Optional.of(1).get(); ((Supplier<?>) it).get();",
                "((BlockingQueue<Object>) it).offer(1); ((BlockingQueue<?>) it).poll();",
                "((Semaphore) it).tryAcquire(); ((Semaphore) it).release();",
                "((CompletableFuture<?>) it).getNow(null); ((Executor) it).execute(() -> {});",
                "toThread(() -> Files.readString(Path.of(\"x\"))).close();",
                "var l = (java.util.concurrent.locks.Lock) it; l.lock(); l.unlock();",
                "synchronized (it) { it.hashCode(); }",
                "((InputStream) it).read(); new Socket();",
                "await(((HttpClient) it).sendAsync(null, null));",
                "System.out.println(String.join(\",\", \"a\"));",
            })
    void isNothingToWarnOf(String statement) {
        assertThat(inAsync(statement)).isEmpty();
    }

    @Test
    void aSubclassOfTheUsersIsRecognised() {
        assertThat(
                        warnings(
                                """
                                class Warned {
                                    static class Worker extends Thread {}
                                    interface Jobs extends BlockingQueue<String> {}
                                    @Async static Coroutine<Void> f(Worker w, Jobs jobs) throws Exception {
                                        w.join();
                                        await(sleep(1));
                                        jobs.take();
                                        return Coroutine.done();
                                    }
                                }
                                """))
                .extracting(Diagnostic::detail)
                .containsExactly(
                        "Warned.Worker.join: use await(toThread(() -> ...))", "Warned.Jobs.take: use an AsyncQueue");
    }

    @Test
    void lambdasGeneratorsAndStageMethodsAreLookedAt() {
        assertThat(
                        warnings(
                                """
                                class Warned {
                                    static Object lambda() throws Exception {
                                        return run(() -> { Thread.sleep(1); return Coroutine.of(1); });
                                    }
                                    @Async static AsyncGenerator<Integer> generator() throws Exception {
                                        emit(1);
                                        Thread.sleep(2);
                                        return AsyncGenerator.end();
                                    }
                                    @Async static CompletableFuture<Integer> stage() throws Exception {
                                        Thread.sleep(3);
                                        return CompletableFuture.completedFuture(await(sleep(null, 1)));
                                    }
                                    static void plain() throws Exception {
                                        Thread.sleep(4);
                                        run(() -> Coroutine.of(1));
                                    }
                                }
                                """))
                .extracting(Diagnostic::line)
                .containsExactlyInAnyOrder(line(3), line(7), line(11));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var unused = g();",
                "Coroutine<Integer> c = g(); c = null;",
                "Coroutine<Integer> c = g(); c = Coroutine.of(1); c.close();",
                "{ var c = g(); } String another = \"in its slot\"; another.length();",
                "Object c = it == null ? g() : it;",
                "Object c = it == null ? it : it == this ? it : g();",
                "Object c = switch (it.hashCode()) { case 1 -> it; default -> g(); };",
                "Coroutine<Integer> c = null; if (it != null) c.close(); c = g();",
                "for (int i = 0; i < 3; i++) { var c = g(); }",
                "Coroutine<Integer> c; while (it != null) { c = g(); c = Coroutine.of(1);" + " c.close(); }",
                "Coroutine<Integer> c = Coroutine.of(1); for (; it == null; c.close()) c = g();" + " c = g();",
                "try { var c = g(); it.hashCode(); } catch (RuntimeException e) { e.toString(); }",
                "try { it.hashCode(); } finally { var c = g(); }",
                "Coroutine<Integer> c = null; try { c.close(); c = g(); } finally { it.hashCode();" + " }",
                "var c = g(); throw new Exception();",
            })
    void aCoroutineInAVariableIsLostIfNobodyReadsIt(String statement) {
        for (boolean async : new boolean[] {true, false}) {
            assertThat(inMethod(statement, async))
                    .extracting(d -> d.problem().code() + " " + d.detail())
                    .containsExactly("W22 g, stored in a variable that is not read after that");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "var c = g(); if (it != null) createTask(c);",
                "Coroutine<Integer> c = it == null ? g() : Coroutine.of(1); createTask(c);",
                "var c = g(); if (it == null) return null; createTask(c);",
                "var c = g(); Supplier<Object> s = () -> c; s.get();",
                "var c = g(); new Object() { Object o() { return c; } };",
                "var c = g(); Coroutine<?>[] all = {c};",
                "var c = g(); var d = c; d.close();",
                "var c = g(); Runnable r = c::close;",
                "var c = g(); try (AutoCloseable a = c::close) { it.hashCode(); }",
                "var c = g(); try { it.hashCode(); } finally { c.close(); }",
                "var c = g(); assert c != null;",
                "var c = g(); synchronized (c) { it.hashCode(); }",
                "var c = g(); switch (it.hashCode()) { case 1: break; case 2: c.close(); default:" + " }",
                "var c = g(); switch (\"\" + it) { case \"a\" -> c.close(); default -> {} }",
                "var c = g(); do { if (it == null) continue; c.close(); } while (it != null);",
                "Coroutine<Integer> c = null;"
                        + " for (int i = 0; i < 3; i++) { if (c != null) createTask(c); c = g(); }",
                "Coroutine<Integer> c = null; try { c = g(); it.hashCode(); }"
                        + " catch (RuntimeException e) { c.close(); }",
                "Coroutine<Integer> c = null; try { try { c = g(); } finally { it.hashCode(); } }"
                        + " catch (RuntimeException e) { c.close(); }",
                "Coroutine<Integer> c = null; try { c = g(); } finally { if (c != null) c.close();" + " }",
                "Coroutine<Integer> c; if (it == null) c = g(); else c = Coroutine.of(1);" + " c.close();",
                "Object c = it instanceof Integer n && n > 3 ? g() : it; c.hashCode();",
                "Object o = g(); if (!(o instanceof Coroutine<?> c)) return null; c.close();",
                "Coroutine<Integer> c = Coroutine.of(1); c = g(); c.close();",
                "Coroutine<Void> c = Coroutine.done();",
                "this.kept = g();",
                "Coroutine<Integer> c, d; c = d = g(); c.close();",
                "long before = 1; var c = g(); long after = before; c.close();",
            })
    void aCoroutineInAVariableIsNotLostIfAnyWayReadsIt(String statement) {
        assertThat(inMethod(statement, true)).isEmpty();
        assertThat(inMethod(statement, false)).isEmpty();
    }

    @Test
    void aVariableThatIsKeptUnreadOnPurposeIsSilenced() {
        String source =
                "class Warned { @SuppressWeaverWarnings(\"W22\") static void f() { var unused =" + " sleep(1); } }";
        assertThat(warnings(source)).isEmpty();
        assertThat(codes(source.replace("@SuppressWeaverWarnings(\"W22\")", ""), ""))
                .containsExactly("W22");
    }

    private static List<Diagnostic> inMethod(String statement, boolean async) {
        String code = async ? statement + " await(sleep(1));" : statement;
        if (!statement.endsWith("throw new Exception();")) {
            code += " return Coroutine.done();";
        } else {
            code = statement;
        }
        return warnings("class Warned { Object kept; "
                + (async ? "@Async " : "")
                + "Coroutine<Void> f(Object it) throws Exception {\n"
                + code
                + " }\n"
                + " @Async static Coroutine<Integer> g() { return Coroutine.of(1); } }");
    }

    @Test
    void aDiscardedCoroutineIsToldOfInPlainCodeToo() {
        assertThat(
                        warnings(
                                """
                                class Warned {
                                    @Async static Coroutine<Integer> g() { return Coroutine.of(1); }
                                    static void plain(ExecutorService pool) {
                                        g();
                                        pool.submit((Runnable) () -> g());
                                        pool.submit(() -> g());
                                    }
                                }
                                """))
                .extracting(d -> d.problem().code() + " " + d.line())
                .containsExactlyInAnyOrder("W22 " + line(4), "W22 " + line(5));
    }

    private static final String MOCKS =
            """
            class Warned {
                interface Bank {
                    Coroutine<String> pay(int sum, long time);
                    static Coroutine<Integer> open() { return null; }
                }
                @Async void test(Bank bank, boolean c, int[] sums) throws Exception {
            STATEMENT
                }
            }
            """
                    .replace("@Async void", "@Async Coroutine<Void>")
                    .replace("STATEMENT", "STATEMENT\nreturn Coroutine.done();");

    private static List<Diagnostic> inMockTest(String statement, boolean async) {
        String source = MOCKS.replace("STATEMENT", statement.replaceAll("\\b((BDD)?Mockito)", "org.mockito.$1"));
        return warnings(async ? source : source.replace("@Async ", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mockito.verify(bank).pay(1, 2);",
                "Mockito.verify(bank, Mockito.times(2)).pay(c ? 1 : 2, sums[c ? 0 : 1] + 1L);",
                "Mockito.verify(bank, Mockito.never()).pay(Mockito.anyInt(), Mockito.anyLong());",
                "Mockito.inOrder(bank).verify(bank).pay(1, c && sums[0] > 3 ? 4 : 5);",
                "Mockito.doReturn(Coroutine.of(1)).when(bank).pay(1, 2);",
                "Mockito.lenient().doReturn(Coroutine.of(1)).when(bank).pay(1, 2);",
                "BDDMockito.then(bank).should().pay(1, 2);",
                "BDDMockito.willReturn(Coroutine.of(1)).given(bank).pay(1, 2);",
                "Mockito.verify(c ? bank : null).pay(1, 2);",
                "try (var m = Mockito.mockStatic(Bank.class)) { m.verify(() -> Bank.open()); }",
                "try (var m = Mockito.mockStatic(Bank.class)) { m.verify(Bank::open); }",
            })
    void aCallThatOnlyNamesAMethodForMockitoIsNoLostCoroutine(String statement) {
        assertThat(inMockTest(statement, true)).isEmpty();
        assertThat(inMockTest(statement, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mockito.verify(bank); bank.pay(1, 2);",
                "bank.pay(Mockito.verify(sums)[0], 2);",
                "Mockito.mock(Bank.class).pay(1, 2);",
                "Mockito.verify(new Bank[] {bank})[0].pay(1, 2);",
                "Runnable r = () -> Bank.open(); Mockito.verify(bank); r.run();",
                "Mockito.when(bank.pay(1, 2)).thenReturn(null); Bank.open();",
            })
    void besideMocksALostCoroutineIsStillTold(String statement) {
        assertThat(inMockTest(statement, true))
                .extracting(d -> d.problem().code())
                .containsExactly("W22");
    }

    @Test
    void theSameCallOnTwoLinesIsToldTwiceAndOnOneLineOnce() {
        assertThat(inAsync("Thread.sleep(1); Thread.sleep(1);\nThread.sleep(1);"))
                .extracting(Diagnostic::line)
                .containsExactly(line(2), line(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class Warned { @Async @SuppressWeaverWarnings(\"W23\") BODY }",
                "class Warned { @Async @SuppressWeaverWarnings({\"W20\", \"W23\"}) BODY }",
                "class Warned { @Async @SuppressWeaverWarnings BODY }",
                "@SuppressWeaverWarnings(\"W23\") class Warned { @Async BODY }",
                "@SuppressWeaverWarnings class Warned { class In { class Deep { @Async BODY } } }",
                "@SuppressWeaverWarnings class Warned { Object o = new Object() { @Async BODY }; }",
                "class Warned { @SuppressWeaverWarnings Object m() { return new Object() { @Async" + " BODY }; } }",
                "class Warned { @SuppressWeaverWarnings static int m() throws Exception { return"
                        + " run(() -> { Thread.sleep(1); return Coroutine.of(1); }); } }",
                "class Warned { @SuppressWeaverWarnings Warned() throws Exception { run(() -> {"
                        + " Thread.sleep(1); return Coroutine.of(1); }); } }",
            })
    void anAnnotationSilencesIt(String source) {
        String body = "Coroutine<Integer> f() throws Exception { Thread.sleep(1); return Coroutine.of(1);" + " }";
        String silent = source.replace("BODY", body);
        assertThat(warnings(silent)).isEmpty();
        String loud = silent.replaceFirst("@SuppressWeaverWarnings(\\([^)]*\\))?", "");
        assertThat(warnings(loud)).extracting(d -> d.problem().code()).containsExactly("W23");
    }

    @Test
    void anAnnotationForAnotherWarningSilencesNothing() {
        assertThat(warnings("class Warned { @Async @SuppressWeaverWarnings(\"W24\") static"
                        + " Coroutine<Void> f() throws Exception { Thread.sleep(1);"
                        + " return Coroutine.done(); } }"))
                .extracting(d -> d.problem().code())
                .containsExactly("W23");
    }

    @Test
    void aCodeThatIsNoneIsToldWhereItSilencesNothing() {
        List<Diagnostic> all = warnings("class Warned { @Async @SuppressWeaverWarnings(\"W3\") static"
                + " Coroutine<Void> f() throws Exception { Thread.sleep(1);"
                + " Thread.sleep(1); return Coroutine.done(); } }");
        assertThat(all)
                .extracting(d -> d.problem() + " " + d.detail())
                .containsExactlyInAnyOrder("UNKNOWN_CODE W3", "BLOCKING_CALL Thread.sleep: use await(sleep(...))");
    }

    @Test
    void anOptionSilencesIt() {
        String source = "class Warned { @Async static Coroutine<Void> f(Object o) throws Exception {"
                + " Thread.sleep(1); o.notify(); sleep(1); return Coroutine.done(); } }";
        assertThat(codes(source, "")).containsExactlyInAnyOrder("W20", "W22", "W23");
        assertThat(codes(source, "W23")).containsExactlyInAnyOrder("W20", "W22");
        assertThat(codes(source, "W20 + W22,W23")).isEmpty();
        assertThat(codes(source, "all")).isEmpty();
        assertThatThrownBy(() -> WeaverOptions.silenced("W23+W99"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'W99'")
                .hasMessageContaining("W20, W21, W22, W23");
        assertThatThrownBy(() -> WeaverOptions.silenced("W01"))
                .hasMessageContaining("What cannot be woven cannot be silenced");
    }

    private static List<String> codes(String source, String silenced) {
        Set<Problem> problems = WeaverOptions.silenced(silenced);
        List<String> codes = new ArrayList<>();
        for (Diagnostic d : weave(source, new WeaverOptions(true, problems)).diagnostics()) {
            codes.add(d.problem().code());
        }
        return codes;
    }

    @Test
    void silencingChangesNoByte() {
        String source = "class Warned { @Async static Coroutine<Void> f() throws Exception {"
                + " Thread.sleep(1); await(sleep(1)); return Coroutine.done(); } }";
        Weaving loud = weave(source, WeaverOptions.DEFAULT);
        Weaving silent = weave(source, new WeaverOptions(true, Set.of(Problem.BLOCKING_CALL)));
        assertThat(silent.classes().keySet()).isEqualTo(loud.classes().keySet());
        loud.classes()
                .forEach((name, bytes) -> assertThat(silent.classes().get(name)).isEqualTo(bytes));
    }
}
