package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weavingtests.harness.ByteLoader;
import dev.jacquard.weavingtests.harness.Explorer;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Program;
import dev.jacquard.weavingtests.harness.Weaving;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A lambda is one whatever its body is called, and each style behaves as javac's. */
class LambdasOfOtherCompilersTest {
    private static final String SLOW =
            """
            @Async static Coroutine<String> slow(Object v) {
                return Coroutine.of("s" + await(point(v)));
            }
            interface Job extends AsyncCallable<String> {}
            interface Deep extends Job {}
            """;

    private static final List<String> BODIES = List.of(
            "int k = 5; AsyncCallable<Integer> c = () -> Coroutine.of(await(point(1)) + k);"
                    + " return Coroutine.of(await(c.call()) + await(c.call()));",
            "AsyncCallable<String> c = () -> { try { return slow(1); } finally {"
                    + " log(\"finally\"); } }; return Coroutine.of(await(c.call()));",
            """
            AsyncCallable<String> c = () -> {
                log("body");
                return slow(2);
            };
            Coroutine<String> made = c.call();
            log("made");
            return Coroutine.of(await(made));""",
            """
            AsyncFunction<Integer, String> f = x -> {
                AsyncCallable<String> in = () -> Coroutine.of(await(slow(x)) + x);
                return Coroutine.of(await(in.call()) + await(point("out")));
            };
            return Coroutine.of(await(f.apply(7)));""",
            """
            Function<Integer, Coroutine<String>> f = x -> {
                log("eager?");
                return Coroutine.of(await(slow(x)) + x);
            };
            Coroutine<String> c = f.apply(1);
            log("made");
            return Coroutine.of(await(c));""",
            """
            Function<Integer, Coroutine<String>> f = x -> {
                log("eager");
                return slow(x);
            };
            Coroutine<String> c = f.apply(1);
            log("made");
            return Coroutine.of(await(c));""",
            """
            return new Object() {
                int n = 3;
                Coroutine<Integer> m() {
                    AsyncCallable<Integer> c = () -> Coroutine.of(await(point(n)) + n++);
                    return c.call();
                }
            }.m();""");

    @ParameterizedTest
    @EnumSource
    void behavesAsJavacs(LambdaStyle style) {
        for (String body : BODIES) {
            explore(style, body, body);
        }
    }

    /** The oracle knows our own interfaces only. */
    @ParameterizedTest
    @EnumSource
    void isAsLazyForAnInterfaceThatExtendsOurs(LambdaStyle style) {
        String body =
                """
                AsyncCallable<String> c = () -> {
                    log("body");
                    return slow(2);
                };
                Coroutine<String> made = c.call();
                log("made");
                return Coroutine.of(await(made));""";
        for (String type : new String[] {"Job c =", "Deep c ="}) {
            explore(style, body.replace("AsyncCallable<String> c =", type), body);
        }
        for (String cast : new String[] {
            "(AsyncCallable<String> & java.io.Serializable)", "(java.io.Serializable & AsyncCallable<String>)"
        }) {
            explore(style, body.replace("c = () ->", "c = " + cast + " () ->"), body);
        }
    }

    private static void explore(LambdaStyle style, String body, String oracle) {
        String source = Shape.source("Lambdas", Shape.go(body) + SLOW);
        Map<String, byte[]> asked = InMemoryCompiler.debug()
                .compile(Map.of("program.Lambdas", Shape.source("Lambdas", Shape.go(oracle) + SLOW)));
        Map<String, byte[]> styled = style.of(compile(source));
        Explorer.explore(new Program("program.Lambdas", style + ": " + source, asked, styled, false));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrongInItIsToldAsOfALambda(LambdaStyle style) {
        String bad = "static Object bad() {\n return Optional.of(1).map(x ->\n await(point(x + 1)));\n}";
        assertThat(diagnostics(style, bad))
                .containsExactly("W02 Ask first, and await outside of the lambda: if (x.isPresent()) { ..." + " }.");
        String lost = "static Runnable lost() { return () -> slow(1); }";
        assertThat(diagnostics(style, lost)).containsExactly("W22 slow");
        String blocks =
                """
                BODY static Object blocks() throws Exception {
                    AsyncCallable<AsyncCallable<String>> c = () -> Coroutine.of(() -> {
                        LockSupport.parkNanos(1);
                        return slow(1);
                    });
                    return c;
                }""";
        blocks = blocks.replace("LockSupport", "java.util.concurrent.locks.LockSupport");
        assertThat(diagnostics(style, blocks.replace("BODY", "")))
                .containsExactly("W23 LockSupport.parkNanos: use a Promise");
        assertThat(diagnostics(style, blocks.replace("BODY", "@dev.jacquard.annotations.SuppressWeaverWarnings")))
                .isEmpty();
    }

    @Test
    void aMethodThatIsReferredToIsTheUsers() {
        String members =
                """
                static Coroutine<String> plain() {
                    log("eager");
                    return slow(1);
                }
                private Coroutine<String> hidden() {
                    log("eager");
                    return slow(2);
                }
                static Object both() {
                    AsyncCallable<String> c = Lambdas::plain;
                    AsyncCallable<String> d = new Lambdas()::hidden;
                    return Coroutine.of(c.toString() + d);
                }
                """;
        Weaving weaving = Weaving.of(compile(Shape.source("Lambdas", members + SLOW)));
        assertThat(weaving.methods()).containsExactly("program/Lambdas.slow" + SLOW_DESC);
        String bad = members.replace("return slow(1)", "await(point(1)); return slow(1)");
        assertThat(diagnostics(LambdaStyle.JAVAC, bad))
                .containsExactly("W01 It returns Coroutine already: annotate it with @Async.");
    }

    private static final String SLOW_DESC = "(Ljava/lang/Object;)Ldev/jacquard/Coroutine;";

    /** Groovy's closures, and Kotlin's lambdas where its compiler is told to make classes. */
    @Test
    void aClosureThatIsAClassIsALambda() throws Exception {
        String members =
                """
                @Async static Coroutine<?> go() {
                    Closing f = new Closing(); Kt g = new Kt(); Sam h = new Sam();
                    Coroutine<String> made = f.doCall(1); log("made");
                    Coroutine<String> lazy = h.call(); log("lazy");
                    return Coroutine.of(await(made) + await(g.invoke(2)) + await(lazy));
                }
                public static class Closing extends groovy.lang.Closure {
                    ASYNC public Coroutine<String> doCall(Object it) { log("body"); try { return slow(it); } finally { log("f"); } }
                    public Object call(Object it) { return doCall(it); }
                }
                public static class Kt extends kotlin.jvm.internal.Lambda {
                    ASYNC public final Coroutine<String> invoke(int it) { return Coroutine.of(await(slow(it)) + it); }
                }
                @kotlin.Metadata(k = 3) public static class Sam implements AsyncCallable<String> {
                    ASYNC public final Coroutine<String> call() { log("sam"); return slow(9); }
                }
                """;
        Map<String, byte[]> closures = compile(source(members.replace("ASYNC", "")));
        Map<String, byte[]> annotated = compile(source(members.replace("ASYNC", "@Async")));
        Program program = new Program("program.Lambdas", "closures", annotated, closures, false);
        Explorer.explore(program);
        assertThat(program.weaving().methods()).hasSize(5);
        Class<?> closing = new ByteLoader(
                        "closures", program.weaving().classes(), LambdasOfOtherCompilersTest.class.getClassLoader())
                .loadClass("program.Lambdas$Closing");
        assertThat(closing.getDeclaredMethods())
                .filteredOn(m -> m.getName().equals("doCall"))
                .singleElement()
                .satisfies(m -> assertThat(m.getParameterCount()).isEqualTo(1));
    }

    @Test
    void aClosureThatReturnsSomethingElseIsToldAsALambda() {
        String members = "public static class Closing extends groovy.lang.Closure { public Object"
                + " doCall(Object it) { return await(slow(it)); } }";
        Weaving weaving = Weaving.of(compile(source(members)));
        assertThat(weaving.diagnostics()).extracting(d -> d.problem().code()).containsExactly("W02");
    }

    private static Map<String, String> source(String members) {
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("program.Lambdas", Shape.source("Lambdas", members + SLOW));
        sources.put("groovy.lang.Closure", "package groovy.lang; public class Closure {}");
        sources.put("kotlin.jvm.internal.Lambda", "package kotlin.jvm.internal; public class Lambda {}");
        sources.put(
                "kotlin.Metadata",
                """
                package kotlin;
                @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) public @interface Metadata {
                    int k();
                }""");
        return sources;
    }

    private static Map<String, byte[]> compile(String source) {
        return compile(Map.of("program.Lambdas", source));
    }

    private static Map<String, byte[]> compile(Map<String, String> sources) {
        return InMemoryCompiler.debug().compile(sources);
    }

    private static List<String> diagnostics(LambdaStyle style, String members) {
        Map<String, byte[]> classes = style.of(compile(Shape.source("Lambdas", members + "\n" + SLOW)));
        return Weaving.of(classes).diagnostics().stream()
                .map(LambdasOfOtherCompilersTest::describe)
                .toList();
    }

    private static String describe(Diagnostic d) {
        return d.problem().code() + " " + d.detail();
    }
}
