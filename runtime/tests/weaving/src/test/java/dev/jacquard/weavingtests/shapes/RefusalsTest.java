package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Problem;
import dev.jacquard.weavingtests.harness.ByteLoader;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Plan;
import dev.jacquard.weavingtests.harness.Run;
import dev.jacquard.weavingtests.harness.Verification;
import dev.jacquard.weavingtests.harness.Weaving;
import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What cannot be woven is said with its place, and raises when it is called; the rest of its class works. */
class RefusalsTest {
    private static final Set<Problem> SEEN = EnumSet.noneOf(Problem.class);

    private final String name = "Refused";

    /** A marker behind the line that a diagnostic must name. */
    private static final String HERE = "/*here*/";

    @Test
    void awaitInPlainMethod() {
        Diagnostic d =
                refused(Problem.AWAIT_NOT_ASYNC, "bad", "static int bad() {\n return await(point(1)); /*here*/\n}");
        raises(d, "bad");
    }

    @Test
    void awaitInLambdaWithAnotherResult() {
        Diagnostic d = refused(
                Problem.AWAIT_IN_LAMBDA,
                null,
                """
                static Object bad() {
                    return Optional.of(1).map(x ->
                        await(point(x + 1))); /*here*/
                }""");
        raises(d, "bad");
    }

    @Test
    void awaitInLambdaOfAnAsyncMethod() {
        Diagnostic d = refused(
                Problem.AWAIT_IN_LAMBDA,
                null,
                """
                @Async static Coroutine<Object> bad() {
                    await(point(0));
                    return Coroutine.of(Optional.of(1).map(x ->
                        await(point(x + 1)))); /*here*/
                }""");
        raises(d, "bad");
    }

    @Test
    void forEachWithNestedRun() {
        String members =
                """
                static Object bad() {
                    List<Integer> out = new ArrayList<>();
                    List.of(1, 2).forEach(v -> out.add(run(() -> Coroutine.of(await(point(v))))));
                    return out;
                }""";
        Weaving weaving = weave(members);
        assertThat(weaving.refusals()).isEmpty();
        assertThat(call(weaving, "bad")).isEqualTo(List.of(1, 2));
    }

    @Test
    void awaitInSynchronizedBlock() {
        Diagnostic d = refused(
                Problem.AWAIT_IN_MONITOR,
                "bad",
                """
                @Async static Coroutine<Integer> bad() {
                    int n = 0;
                    synchronized ("a") {
                        n = await(point(1)); /*here*/
                    }
                    return Coroutine.of(n);
                }""");
        raises(d, "bad");
    }

    @Test
    void awaitInHandlerInsideSynchronizedBlock() {
        Diagnostic d = refused(
                Problem.AWAIT_IN_MONITOR,
                "bad",
                """
                @Async static Coroutine<Integer> bad() {
                    int n = 0;
                    synchronized ("a") {
                        try {
                            i(1);
                        } catch (E e) {
                            n = await(point(1)); /*here*/
                        }
                    }
                    return Coroutine.of(n);
                }""");
        raises(d, "bad");
    }

    @Test
    void synchronizedMethod() {
        Diagnostic d = refused(
                Problem.SYNCHRONIZED_METHOD,
                "bad",
                """
                @Async static synchronized Coroutine<Integer> bad() {
                    return Coroutine.of(await(point(1))); /*here*/
                }""");
        raises(d, "bad");
    }

    @Test
    void constructor() {
        Diagnostic d = refused(
                Problem.AWAIT_IN_CONSTRUCTOR,
                "<init>",
                """
                static class K {
                    int n;
                    K() {
                        n = await(point(1)); /*here*/
                    }
                }
                static Object bad() {
                    return new K().n;
                }""");
        raises(d, "bad");
    }

    @Test
    void compactConstructorOfRecord() {
        Diagnostic d = refused(
                Problem.AWAIT_IN_CONSTRUCTOR,
                "<init>",
                """
                record K(int n) {
                    K {
                        n = await(point(n)); /*here*/
                    }
                }
                static Object bad() {
                    return new K(1).n;
                }""");
        raises(d, "bad");
    }

    @Test
    void staticInitialiser() {
        Diagnostic d = refused(
                Problem.AWAIT_IN_STATIC_INITIALISER,
                "<clinit>",
                """
                static class K {
                    static final int N =
                        await(point(1)); /*here*/
                }
                static Object bad() {
                    return K.N;
                }""");
        raises(d, "bad");
    }

    @Test
    void methodReference() {
        refused(
                Problem.AWAIT_AS_METHOD_REFERENCE,
                "bad",
                """
                static Object bad() {
                    Function<Awaitable<Integer>, Integer> f = Asyncio::await; /*here*/
                    return f.apply(point(1));
                }""");
        assertThat(catchThrowable(() -> call(current, "bad"))).hasMessageContaining("await");
    }

    @Test
    void methodReferenceInAsyncMethod() {
        refused(
                Problem.AWAIT_AS_METHOD_REFERENCE,
                "bad",
                """
                @Async static Coroutine<Integer> bad() {
                    Function<Awaitable<Integer>, Integer> f = Asyncio::await; /*here*/
                    return Coroutine.of(f.apply(point(1)));
                }""");
    }

    @Test
    void forEachOnAsyncIterable() {
        refused(
                Problem.FOR_EACH,
                "bad",
                """
                static Object bad(AsyncIterable<Integer> xs) {
                    xs.forEach(x -> log(x)); /*here*/
                    return null;
                }""");
    }

    @Test
    void returnType() {
        Diagnostic d = refused(
                Problem.RETURN_TYPE, "bad", "@Async static Integer bad() {\n return await(point(1)); /*here*/\n}");
        raises(d, "bad");
    }

    @Test
    void returnTypeVoid() {
        Diagnostic d = refused(Problem.RETURN_TYPE, "bad", "@Async static void bad() {\n await(point(1)); /*here*/\n}");
        assertThat(d.message())
                .as("a framework may want it so")
                .contains("JUnit, TestNG or jqwik", "AsyncTester.run(...)");
        raises(d, "bad");
    }

    @Test
    void returnTypeOfMain() {
        Diagnostic d = refused(
                Problem.RETURN_TYPE,
                "main",
                "@Async public static void main(String[] args) {\n" + " await(point(1)); /*here*/\n" + "}");
        assertThat(d.message()).contains("let it run a coroutine, run(f())").doesNotContain("JUnit");
    }

    @Test
    void tooLarge() {
        StringBuilder body = new StringBuilder("@Async static Coroutine<Integer> bad() {\n int n = 0; /*here*/\n");
        for (int i = 0; i < 3000; i++) {
            body.append("n += await(point(1));\n");
        }
        Diagnostic d = refused(Problem.TOO_LARGE, "bad", body + "return Coroutine.of(n);\n}");
        raises(d, "bad");
    }

    @Test
    void emitOutsideGenerator() {
        Diagnostic d = refused(
                Problem.EMIT_OUTSIDE_GENERATOR, "bad", "static Object bad() {\n emit(1); /*here*/\n return null;\n}");
        raises(d, "bad");
    }

    @Test
    void emitInAsyncMethod() {
        Diagnostic d = refused(
                Problem.EMIT_OUTSIDE_GENERATOR,
                "bad",
                """
                @Async static Coroutine<Integer> bad() {
                    emit(1); /*here*/
                    return Coroutine.of(1);
                }""");
        raises(d, "bad");
    }

    @Test
    void emitOfWrongType() {
        refused(
                Problem.EMIT_TYPE,
                "bad",
                """
                @Async static AsyncGenerator<Integer> bad() {
                    emit("text"); /*here*/
                    return AsyncGenerator.end();
                }""");
    }

    @Test
    void nativeMethod() {
        Weaving weaving = weave("@Async static native Coroutine<Integer> bad();");
        assertThat(weaving.refusals()).extracting(Diagnostic::problem).containsExactly(Problem.NATIVE_METHOD);
        SEEN.add(Problem.NATIVE_METHOD);
    }

    @Test
    void oldClassFile() {
        Weaving weaving = Weaving.of(Map.of("program/Old", AsmPrograms.withSubroutine()));
        assertThat(weaving.refusals()).extracting(Diagnostic::problem).containsExactly(Problem.UNSUPPORTED_CODE);
        SEEN.add(Problem.UNSUPPORTED_CODE);
    }

    @Test
    void callsOnATypeWhoseClassFileIsMissing() {
        for (String[] call : new String[][] {
            {"class K implements AutoCloseable { public void close() {} }", "it.close();"},
            {"interface K { boolean hasNext(); }", "it.hasNext();"},
            {"interface K extends Iterable<String> {}", "for (String s : it) { log(s); }"}
        }) {
            for (String around : new String[] {"CALL", "AsyncCallable<Integer> c = () -> { CALL"}) {
                Diagnostic d = withoutClassK(call[0], around.replace("CALL", call[1]));
                assertThat(d.detail())
                        .startsWith("program.Refused$K, for the call of ")
                        .endsWith("()");
            }
        }
    }

    private Diagnostic withoutClassK(String type, String body) {
        boolean isLambda = body.startsWith("AsyncCallable");
        String members = "static "
                + type
                + "\n@Async static Coroutine<Integer> bad(K it) throws Exception { "
                + body
                + " /*here*/\n await(point(1)); return Coroutine.of(1); }"
                + (isLambda ? "; return c.call(); }" : "");
        Map<String, byte[]> classes = InMemoryCompiler.debug().compile(Map.of("program." + name, source(members)));
        classes.remove("program/Refused$K");
        Weaving weaving = Weaving.of(classes);
        assertThat(weaving.refusals()).as(members).hasSize(1);
        return placed(weaving.refusals().get(0), Problem.MISSING_CLASS, null, members);
    }

    /** Groovy without {@code @CompileStatic}: the name of the call is an argument. */
    @Test
    void dynamicCallOfGroovy() {
        for (String called : new String[] {"await", "emit", "emitAndReceive", "other"}) {
            Weaving weaving = Weaving.of(Map.of("program/Asm", AsmPrograms.withDynamicCall(called)));
            List<Diagnostic> refusals = weaving.refusals();
            if (called.equals("other")) {
                assertThat(refusals).isEmpty();
            } else {
                SEEN.add(Problem.DYNAMIC_AWAIT);
                assertThat(refusals).singleElement().satisfies(d -> {
                    assertThat(d.problem()).isEqualTo(Problem.DYNAMIC_AWAIT);
                    assertThat(d.message()).contains("@CompileStatic");
                    assertThat(d.detail()).isEqualTo(called);
                });
            }
        }
    }

    @Test
    void classFilesThatCannotBeRead() {
        byte[] good = InMemoryCompiler.debug()
                .compile(Map.of("program." + name, source("")))
                .get("program/" + name);
        byte[] newer = good.clone();
        newer[7] = 73;
        placeless(newer, Problem.TOO_NEW, "program.Refused");
        placeless(java.util.Arrays.copyOf(good, good.length - 1), Problem.UNREADABLE, "A class");
    }

    private static void placeless(byte[] classFile, Problem problem, String name) {
        SEEN.add(problem);
        Weaving weaving = Weaving.of(Map.of("program/Refused", classFile));
        assertThat(weaving.classes().get("program/Refused")).isSameAs(classFile);
        assertThat(weaving.refusals()).singleElement().satisfies(d -> assertThat(d.message())
                .startsWith("Cannot weave " + name + ": " + problem.text())
                .endsWith("[" + problem.code() + "]"));
    }

    @Test
    void waitAndNotifyAreWarnedOf() {
        warned(
                Problem.OBJECT_WAIT,
                "warm",
                """
                @Async static Coroutine<Integer> warm() throws Exception {
                    Object o = "x";
                    synchronized (o) {
                        o.notifyAll(); /*here*/
                    }
                    return Coroutine.of(await(point(1)));
                }""");
    }

    @Test
    void hugeMethodIsWarnedOf() {
        StringBuilder body = new StringBuilder("@Async static Coroutine<Integer> huge() {\n int n = 0; /*here*/\n");
        for (int i = 0; i < 600; i++) {
            body.append("n += await(point(1));\n");
        }
        warned(Problem.HUGE_METHOD, "huge", body + "return Coroutine.of(n);\n}");
    }

    @Test
    void discardedCoroutineIsWarnedOf() {
        warned(
                Problem.DISCARDED,
                "warm",
                """
                @Async static Coroutine<Integer> warm() {
                    good(); /*here*/
                    return Coroutine.of(1);
                }""");
    }

    @Test
    void warningDoesNotKeepFromWeaving() {
        Weaving weaving =
                weave("@Async static Coroutine<Integer> warm() { good(); return" + " Coroutine.of(await(point(5))); }");
        assertThat(weaving.refusals()).isEmpty();
        assertThat(call(weaving, "warm")).isEqualTo(5);
    }

    @Test
    void bridgesAreSkippedAndAbstractOnesDocument() {
        Weaving weaving = weave(
                """
                interface I<T> {
                    @Async Coroutine<T> m(T t);
                }
                static class C implements I<String> {
                    @Async public Coroutine<String> m(String t) {
                        return Coroutine.of(await(point(t)));
                    }
                }""");
        assertThat(weaving.diagnostics()).isEmpty();
        assertThat(weaving.methods())
                .filteredOn(m -> m.startsWith("program/Refused$C."))
                .hasSize(1);
    }

    @Test
    void withoutLinesTheMessageStillNamesTheMethod() {
        String source = Shape.source(name, "static int bad() { return await(point(1)); }");
        Weaving weaving = Weaving.of(InMemoryCompiler.stripped().compile(Map.of("program." + name, source)));
        assertThat(weaving.refusals()).singleElement().satisfies(d -> assertThat(d.message())
                .contains("program.Refused.bad (unknown source)")
                .contains("[W01]"));
    }

    @AfterAll
    static void everyProblemHasItsTest() {
        // RETURN_IN_TRY is in ReturnedCoroutinesTest
        SEEN.add(Problem.RETURN_IN_TRY);
        // these are in LocksAcrossAwaitTest
        SEEN.addAll(EnumSet.of(Problem.LOCK_ACROSS_AWAIT, Problem.PERMIT_ACROSS_AWAIT));
        // these are in WarningsTest
        SEEN.addAll(EnumSet.of(
                Problem.BLOCKING_CALL,
                Problem.BLOCKING_IO,
                Problem.BLOCKING_JDBC,
                Problem.NESTED_RUN,
                Problem.UNKNOWN_CODE));
        assertThat(SEEN).containsExactlyInAnyOrder(Problem.values());
    }

    // ---- helpers --------------------------------------------------------------------------------

    private static final String GOOD = "@Async static Coroutine<Integer> good() { return Coroutine.of(await(point(4)) +"
            + " await(point(5))); }\n";

    private String source(String members) {
        return Shape.source(name, GOOD + members);
    }

    private Weaving weave(String members) {
        Weaving weaving = Weaving.of(InMemoryCompiler.debug().compile(Map.of("program." + name, source(members))));
        Verification.check(weaving.classes());
        assertThat(call(weaving, "good")).as("another method of the class").isEqualTo(9);
        return weaving;
    }

    private Diagnostic refused(Problem problem, String method, String members) {
        Weaving weaving = weave(members);
        assertThat(weaving.refusals()).as("refusals").hasSize(1);
        current = weaving;
        return placed(weaving.refusals().get(0), problem, method, members);
    }

    private void warned(Problem problem, String method, String members) {
        Weaving weaving = weave(members);
        assertThat(weaving.refusals()).isEmpty();
        assertThat(weaving.diagnostics()).hasSize(1);
        placed(weaving.diagnostics().get(0), problem, method, members);
    }

    private Diagnostic placed(Diagnostic d, Problem problem, String method, String members) {
        SEEN.add(problem);
        String before = source(members);
        int line = (int) before.substring(0, before.indexOf(HERE)).lines().count();
        assertThat(d.problem()).isEqualTo(problem);
        assertThat(d.className()).startsWith("program.Refused");
        if (method != null) {
            assertThat(d.method()).isEqualTo(method);
        }
        assertThat(d.file()).isEqualTo(name + ".java");
        assertThat(d.line()).isEqualTo(line);
        assertThat(d.message())
                .contains("(" + name + ".java:" + line + ")")
                .contains(problem.text())
                .endsWith("[" + problem.code() + "]");
        return d;
    }

    private Weaving current;

    /** Calling what was refused says the same as the diagnostic. */
    private void raises(Diagnostic d, String method) {
        Throwable thrown = catchThrowable(() -> call(current, method));
        assertThat(thrown).isNotNull();
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertThat(root.getMessage()).contains("[" + d.problem().code() + "]").contains(name + ".java:" + d.line());
    }

    private Object call(Weaving weaving, String method) {
        try {
            Class<?> type = new ByteLoader("refused", weaving.classes(), RefusalsTest.class.getClassLoader())
                    .loadClass("program." + name);
            Method m = type.getDeclaredMethod(method);
            m.setAccessible(true);
            Run.begin(method.equals("bad") ? Plan.never().salted(1) : Plan.always(), 1000);
            if (method.equals("bad") && m.getReturnType() != Coroutine.class && !method.equals("good")) {
                return m.invoke(null);
            }
            return Asyncio.run((Coroutine<?>) m.invoke(null));
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
