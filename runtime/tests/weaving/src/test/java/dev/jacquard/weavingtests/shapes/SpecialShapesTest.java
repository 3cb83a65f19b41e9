package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weavingtests.harness.Behaviour;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Plan;
import dev.jacquard.weavingtests.harness.Program;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What has no plain counterpart: depth, misuse, promises completed at odd moments. */
class SpecialShapesTest {
    private static Program program(String members) {
        String source = Shape.source("Special", members);
        Map<String, byte[]> classes = InMemoryCompiler.debug().compile(Map.of("program.Special", source));
        return new Program("program.Special", source, classes, false);
    }

    private static final String SUM =
            "@Async static Coroutine<Long> f(int n) { if (SUSPEND) await(point(n)); return n == 0 ?"
                    + " Coroutine.of(0L) : Coroutine.of(n + await(f(n - 1))); }\n";

    @Test
    void deepRecursionThatSuspends() {
        BitSet all = new BitSet();
        all.set(0, 100_001);
        Program program = program(SUM.replace("SUSPEND", "true") + Shape.go("return f(100_000);"));
        for (int salt = 0; salt < 3; salt++) {
            assertThat(program.woven(Plan.never().suspending(all).salted(salt)).outcome())
                    .isEqualTo("value Long 5000050000");
        }
    }

    @Test
    void deepRecursionThatThrowsAtTheEnd() {
        BitSet all = new BitSet();
        all.set(0, 100_001);
        String thrower =
                """
                @Async static Coroutine<Long> f(int n) {
                    await(point(n));
                    if (n == 0) throw new E("bottom");
                    try {
                        return Coroutine.of(await(f(n - 1)));
                    } finally {
                        depth++;
                    }
                }
                static int depth;
                """;
        Program program = program(
                thrower
                        + Shape.go(
                                """
                        depth = 0;
                        try {
                            return Coroutine.of(await(f(10_000)));
                        } catch (E e) {
                            return Coroutine.of(e.getMessage() + depth);
                        }"""));
        assertThat(program.woven(Plan.never().suspending(all)).outcome()).isEqualTo("value \"bottom10000\"");
    }

    @Test
    void overflowLeavesTheLoopUsable() {
        Program program = program(
                SUM.replace("SUSPEND", "false")
                        + Shape.go(
                                """
                        try {
                            await(f(10_000_000));
                            return Coroutine.of("no");
                        } catch (StackOverflowError e) {
                            return Coroutine.of("overflow" + await(point(1)) + await(f(10)));
                        }"""));
        for (Plan plan : new Plan[] {Plan.never(), Plan.always(), Plan.never()}) {
            assertThat(program.woven(plan).outcome()).isEqualTo("value \"overflow155\"");
        }
    }

    /** The body takes them from its coroutine, which somebody keeps. */
    @Test
    void moreArgumentsThanAMethodTakesAreLetGoOf() {
        String longs = "long a".concat(String.join(", long a", numbers(126)));
        String zeros = "0, ".repeat(126);
        Program program = program("static Object kept;\n"
                + "@Async static Coroutine<Integer> f(Object early, "
                + longs
                + """
                        , Object late) {
                            await(point(1));
                            return Coroutine.of( late == null ? 0 : 1);
                        }
                        static boolean gone(java.lang.ref.WeakReference<?> r) {
                            for (int i = 0; i < 50 && r.get() != null; i++) System.gc();
                            return r.get() == null;
                        }
                        """
                + Shape.go("Object a = new byte[9], b = new byte[9]; var ra = new"
                        + " java.lang.ref.WeakReference<>(a); var rb = new"
                        + " java.lang.ref.WeakReference<>(b);"
                        + " Coroutine<Integer> c = f(a, "
                        + zeros
                        + "b); kept = c; a = null; b = null; int n ="
                        + " await(c); return Coroutine.of(n + \" \" +"
                        + " gone(ra) + gone(rb));"));
        for (Plan plan : new Plan[] {Plan.never(), Plan.always()}) {
            assertThat(program.woven(plan).outcome()).isEqualTo("value \"1 truetrue\"");
        }
    }

    private static List<String> numbers(int n) {
        return IntStream.range(0, n).mapToObj(Integer::toString).toList();
    }

    @Test
    void samePromiseAwaitedTwice() {
        Program program = program(Shape.go(
                        """
                                        Promise<Integer> p = new Promise<>();
                                        getRunningLoop().callSoon(() -> p.setResult(21));
                                        Task<Integer> other = createTask(reader(p));
                                        return Coroutine.of(await(p) + await(p) + await(other));
                                        """)
                + "@Async static Coroutine<Integer> reader(Promise<Integer> p) {"
                + " return Coroutine.of(await(p) + await(p)); }");
        assertThat(program.woven(Plan.never()).outcome()).isEqualTo("value Integer 84");
    }

    @Test
    void promiseCompletedWhileItIsHandedOver() {
        Program program = program(
                Shape.go(
                        """
                                Promise<Integer> p = new Promise<>();
                                Awaitable<Integer> a = () -> { p.setResult(5); return p.asCoroutine(); };
                                return Coroutine.of(await(a) + await(p));
                                """));
        assertThat(program.woven(Plan.never()).outcome()).isEqualTo("value Integer 10");
    }

    @Test
    void coroutineAwaitedTwiceNamesBothPlaces() {
        Program program =
                program(Shape.go("Coroutine<Integer> c = m();\n" + "await(c);\n" + "return Coroutine.of(await(c));")
                        + "@Async static Coroutine<Integer> m() { return"
                        + " Coroutine.of(await(point(1))); }");
        for (Plan plan : new Plan[] {Plan.never(), Plan.always()}) {
            Behaviour behaviour = program.woven(plan);
            assertThat(behaviour.outcome())
                    .startsWith("threw ")
                    .contains("Special.java:19")
                    .contains("Special.m");
        }
    }

    @Test
    void nullInsteadOfACoroutineNamesTheMethod() {
        Program program = program(Shape.go(
                        """
                try {
                    return Coroutine.of(await(m()));
                } catch (NullPointerException e) {
                    return Coroutine.of(e.getMessage());
                }""")
                + "@Async static Coroutine<Integer> m() { await(point(1)); return"
                + " null; }");
        for (Plan plan : new Plan[] {Plan.never(), Plan.always()}) {
            assertThat(program.woven(plan).outcome()).contains("Special.m").doesNotContain("because");
        }
    }

    @Test
    void awaitOfNullNamesThePlace() {
        Program program = program(Shape.go("Awaitable<Integer> none = null;\n" + "return Coroutine.of(await(none));"));
        assertThat(program.woven(Plan.never()).outcome()).startsWith("threw NullPointerException");
    }

    @Test
    void sameLambdaStartedTwiceAtOnce() {
        Program program = program(
                Shape.go(
                        """
                                int[] n = {0};
                                AsyncCallable<Integer> c = () -> { int mine = ++n[0]; await(sleep(0)); await(point(0)); return Coroutine.of(mine * 10 + n[0]); };
                                Task<Integer> a = createTask(c.call());
                                Task<Integer> b = createTask(c.call());
                                return Coroutine.of(await(a) + " " + await(b));
                                """));
        assertThat(program.woven(Plan.always()).outcome()).isEqualTo("value \"12 22\"");
    }
}
