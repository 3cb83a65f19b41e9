package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weaver.Weaver;
import dev.jacquard.weavingtests.harness.Explorer;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Program;
import dev.jacquard.weavingtests.harness.Weaving;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Iterators and resources whose static type the class file has lost: variables of types with several bounds, values
 * that come from several places.
 */
class ErasedTypesTest {
    private static final String GEN =
            """
            @Async static AsyncGenerator<Integer> gen(int n) {
                for (int i = 0; i < n; i++) { emit(await(point(i))); }
                return AsyncGenerator.end();
            }
            static class ARes implements AsyncCloseable {
                @Async public Coroutine<Void> closeAsync() { log("closing" + await(point(8))); return Coroutine.done(); }
            }
            """;

    @Test
    void theSecondBoundIsIterable() {
        Shape.body(
                "return Coroutine.of(await(sum(gen(3))) + await(sum(List.of(1, 2))));",
                GEN
                        + """
                        @Async static <X extends Object & Iterable<Integer>> Coroutine<Integer> sum(X xs) {
                            int s = 0;
                            for (int v : xs) { s += v + await(point(1)); }
                            return Coroutine.of(s);
                        }
                        """);
    }

    /** What javac before 21 writes here is not in the interface that it names: NoSuchMethodError. */
    @Test
    void theSecondBoundIsAsyncIterable() {
        Shape.newer(
                21,
                "return Coroutine.of(await(sum(gen(3))));",
                GEN
                        + """
                        @Async static <X extends Object & AsyncIterable<Integer>> Coroutine<Integer> sum(X xs) {
                            int s = 0;
                            for (int v : xs) { s += v; }
                            return Coroutine.of(s);
                        }
                        """);
    }

    @Test
    void theSecondBoundIsCloseable() {
        Shape.body(
                """
                await(use(new ARes())); await(use(new Res("r")));
                try { await(use(new Res("r!"))); } catch (E e) { log(e); }
                return Coroutine.of(await(point(1)));
                """,
                GEN
                        + """
                        @Async static <R extends Object & AutoCloseable> Coroutine<Integer> use(R opened) throws Exception {
                            try (R r = opened) { log("using"); await(point(3)); }
                            return Coroutine.done(1);
                        }
                        """
                                .replace("done(1)", "of(1)"));
    }

    @Test
    void iteratorsFromSeveralPlaces() {
        Shape.body(
                """
                int s = 0;
                for (int k = 0; k < 3; k++) {
                    AsyncGenerator<Integer> xs = k == 1 ? null : gen(2);
                    Iterator<Integer> it = xs == null ? null : xs.iterator();
                    Iterator<Integer> same = it;
                    if (same != null) { while (same.hasNext()) { s += same.next(); } }
                    Iterator<Integer> one = k == 0 ? gen(1).iterator() : gen(2).iterator();
                    if (one.hasNext()) { s += one.next(); }
                    Iterator<Integer> cast = (Iterator<Integer>) (Iterator<?>) (k == 2 ? null : gen(1).iterator());
                    while (cast != null && cast.hasNext()) { s += cast.next(); }
                }
                return Coroutine.of(s);
                """,
                GEN);
    }

    @Test
    void insideAMonitorTheySuspendNot() {
        Shape.body(
                """
                int s = await(point(1));
                synchronized ("lock") {
                    s += sum(List.of(1, 2)) + 1;
                    for (int v : erased(List.of(3))) { s += v; }
                    use(new Res("in"));
                }
                return Coroutine.of(s + await(in(List.of(4), new Res("x"))));
                """,
                GEN
                        + """
                        static <X extends Object & Iterable<Integer>> X erased(X x) { return x; }
                        static <X extends Object & Iterable<Integer>> int sum(X xs) { int s = 0; for (int v : xs) { s += v; } return s; }
                        static <R extends Object & AutoCloseable> void use(R opened) throws Exception { try (R r = opened) { log("use"); } }
                        @Async static <X extends Object & Iterable<Integer>, R extends Object & AutoCloseable> Coroutine<Integer> in(X xs, R opened) throws Exception {
                            int s = 0;
                            synchronized ("other") {
                                for (int v : xs) { s += v; }
                                try (R r = opened) { log("in"); }
                            }
                            return Coroutine.of(s + await(point(2)));
                        }
                        """);
    }

    /** A loop over what is no iterator of ours stays the plain loop that it was. */
    @Test
    void ordinaryLoopsHaveNoPoint() {
        String members =
                """
                @Async static Coroutine<Integer> plain(List<Integer> a, Iterable<Integer> b, Map<String, Integer> c) throws Exception {
                    int s = 0;
                    for (int v : a) { s += v; }
                    for (int v : b) { s += v; }
                    for (var e : c.entrySet()) { s += e.getValue(); }
                    Iterator<Integer> it = s > 0 ? a.iterator() : b.iterator();
                    while (it.hasNext()) { s += it.next(); }
                    try (Res r = new Res("r")) { log(r); }
                    try (AutoCloseable r = new Res("r")) { log(r); }
                    return Coroutine.of(s);
                }
                """;
        Map<String, byte[]> classes =
                InMemoryCompiler.debug().compile(Map.of("program.Plain", Shape.source("Plain", members)));
        Weaving weaving = Weaving.of(classes);
        assertThat(weaving.methods()).hasSize(1);
        byte[] woven = weaving.classes().get("program/Plain");
        assertThat(Weaver.mentionsJacquard(woven)).isTrue();
        assertThat(new String(woven, java.nio.charset.StandardCharsets.ISO_8859_1))
                .as("the woven class")
                .doesNotContain("suspend$")
                .doesNotContain("SUSPENDED");
    }

    /** What Kotlin's {@code use} is, with the library's function beside it. */
    @Test
    void kotlinsUseClosesAsynchronousResources() {
        String members = GEN
                + """
                        static class Bad extends ARes {
                            @Async public Coroutine<Void> closeAsync() { await(point(7)); throw new E("bad close"); }
                        }
                        interface Block<T> { T apply() throws Exception; }
                        @Async static Coroutine<?> go() throws Exception {
                            String s = "";
                            for (int k = 0; k < 5; k++) {
                                try {
                                    s += await(use(k == 0 ? new ARes() : k == 4 ? null : new Bad(), k > 1, k == 3 ? new B("checked") : new A("body")));
                                } catch (A | B | E e) {
                                    log(e); log(e.getSuppressed().length);
                                    if (e.getSuppressed().length > 0) { log(e.getSuppressed()[0]); }
                                }
                            }
                            return Coroutine.of(s + await(sync(false)) + await(sync(true)));
                        }
                        @Async static Coroutine<String> use(ARes opened, boolean fails, Exception with) throws Exception {
                            AutoCloseable r = (AutoCloseable) opened;
                            Throwable failure = null;
                            String v;
                            try {
                                log("using");
                                if (fails) { throw with; }
                                v = "v" + await(point(1));
                            } catch (Throwable e) {
                                failure = e;
                                throw e;
                            } finally {
                                kotlin.jdk7.AutoCloseableKt.closeFinally(r, failure);
                            }
                            return Coroutine.of(v);
                        }
                        @Async static Coroutine<String> sync(boolean held) {
                            Res r = new Res("sync");
                            if (held) {
                                synchronized ("lock") { kotlin.jdk7.AutoCloseableKt.closeFinally((AutoCloseable) r, null); }
                            } else {
                                kotlin.jdk7.AutoCloseableKt.closeFinally((AutoCloseable) r, null);
                            }
                            return Coroutine.of("" + await(point(2)));
                        }
                        """;
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("program.Use", Shape.source("Use", members));
        sources.put("kotlin.jdk7.AutoCloseableKt", KOTLIN);
        for (InMemoryCompiler compiler : List.of(InMemoryCompiler.debug(), InMemoryCompiler.stripped())) {
            Map<String, byte[]> classes = compiler.compile(sources);
            Explorer.explore(new Program("program.Use", members, classes, false));
        }
    }

    private static final String KOTLIN =
            """
            package kotlin.jdk7;
            public final class AutoCloseableKt {
                public static void closeFinally(AutoCloseable resource, Throwable cause) {
                    try {
                        if (resource == null) { return; }
                        if (cause == null) { resource.close(); return; }
                        try { resource.close(); } catch (Throwable e) { hide(cause, e); }
                    } catch (Exception e) { AutoCloseableKt.<RuntimeException>sneak(e); }
                }
                // as in try-with-resources: a cancellation is not hidden by an ordinary exception
                private static void hide(Throwable cause, Throwable e) {
                    if (e.getClass().getSimpleName().equals("CancelledError") && !cause.getClass().getSimpleName().equals("CancelledError")) {
                        e.addSuppressed(cause);
                        AutoCloseableKt.<RuntimeException>sneak(e);
                    }
                    cause.addSuppressed(e);
                }
                @SuppressWarnings("unchecked") private static <T extends Throwable> void sneak(Throwable e) throws T { throw (T) e; }
            }
            """;
}
