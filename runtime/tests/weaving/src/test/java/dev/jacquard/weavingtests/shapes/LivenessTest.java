package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.Asyncio;
import dev.jacquard.Coroutine;
import dev.jacquard.weavingtests.harness.ByteLoader;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Plan;
import dev.jacquard.weavingtests.harness.Run;
import dev.jacquard.weavingtests.harness.Weaving;
import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A suspended call keeps what it will still use alive, and nothing else. */
class LivenessTest {
    private static void alive(String members, String... expected) {
        String source = Shape.source("Live", members)
                .replace(
                        "import java.util.*;",
                        "import java.util.*;\n" + "import static dev.jacquard.weavingtests.shapes.Probe.*;");
        Weaving weaving = Weaving.of(InMemoryCompiler.debug().compile(Map.of("program.Live", source)));
        assertThat(weaving.refusals()).isEmpty();
        try {
            Class<?> type = new ByteLoader("live", weaving.classes(), LivenessTest.class.getClassLoader())
                    .loadClass("program.Live");
            Method go = type.getDeclaredMethod("go");
            go.setAccessible(true);
            Run.begin(Plan.never(), 1000);
            Asyncio.run((Coroutine<?>) go.invoke(null));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        assertThat(Probe.seen()).containsExactly(expected);
    }

    private static void aliveInBody(String body, String... expected) {
        alive(Shape.go(body), expected);
        // the same in a frame that was pushed by a direct call
        alive(Shape.go("return Coroutine.of(await(inner()));") + Shape.go(body).replace(" go()", " inner()"), expected);
    }

    @Test
    void variablesDieAfterTheirLastUse() {
        aliveInBody(
                """
                Object a = made("a"), b = made("b"), c = made("c");
                use(a);
                await(look());
                use(b);
                await(look());
                use(c);
                await(look());
                return Coroutine.of(1);
                """,
                "b c",
                "c",
                "");
    }

    @Test
    void operandsDieWhenConsumed() {
        aliveInBody(
                """
                boolean same = made("x").equals(await(look()));
                await(look());
                return Coroutine.of(same);
                """,
                "x",
                "");
    }

    @Test
    void iterationsDoNotKeepTheirForerunners() {
        aliveInBody(
                """
                for (int i = 0; i < 3; i++) {
                    Object o = made("o" + i);
                    await(look());
                    use(o);
                }
                await(look());
                return Coroutine.of(1);
                """,
                "o0",
                "o1",
                "o2",
                "");
    }

    @Test
    void reassignedVariables() {
        aliveInBody(
                """
                Object o = made("first");
                await(look());
                use(o);
                o = made("second");
                await(look());
                use(o);
                o = null;
                await(look());
                return Coroutine.of(o);
                """,
                "first",
                "second",
                "");
    }

    @Test
    void handlersKeepWhatTheyNeed() {
        aliveInBody(
                """
                Object a = made("a");
                Object b = made("b");
                try {
                    await(look());
                } catch (IllegalStateException e) {
                    use(a);
                } finally {
                    use(b);
                }
                await(look());
                return Coroutine.of(1);
                """,
                "a b",
                "");
    }

    @Test
    void sharedFieldsOfDisjointVariables() {
        aliveInBody(
                """
                { Object a = made("a"); await(look()); use(a); }
                { Object b = made("b"); use(b); await(look()); }
                { Object c = made("c"); await(look()); use(c); }
                return Coroutine.of(1);
                """,
                "a",
                "",
                "c");
    }

    @Test
    void argumentsOfACallDieInIt() {
        alive(
                """
                @Async static Coroutine<Integer> m(Object p, Object q) { await(look()); use(p); await(look()); return Coroutine.of(1); }
                @Async static Coroutine<?> go() { await(m(made("p"), made("q"))); await(look()); return Coroutine.of(1); }
                """,
                "p",
                "",
                "");
    }

    @Test
    void resultsThatAreDropped() {
        aliveInBody(
                """
                await(Coroutine.of(made("dropped")));
                await(look());
                return Coroutine.of(1);
                """,
                "");
    }

    @Test
    void exceptionsDieAfterTheirHandler() {
        aliveInBody(
                """
                Object held = made("held");
                class Holder extends RuntimeException { final Object o; Holder(Object o) { this.o = o; } }
                try { await(look()); throw new Holder(held); } catch (Holder h) { use(h); await(look()); }
                await(look());
                return Coroutine.of(1);
                """,
                "held",
                "",
                "");
    }
}
