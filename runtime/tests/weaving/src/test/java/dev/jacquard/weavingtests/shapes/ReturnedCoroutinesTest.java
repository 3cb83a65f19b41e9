package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Problem;
import dev.jacquard.weavingtests.harness.BatchCompilers;
import dev.jacquard.weavingtests.harness.Behaviour;
import dev.jacquard.weavingtests.harness.Compiler;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Plan;
import dev.jacquard.weavingtests.harness.Program;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A coroutine that is returned from a try with finally or resources is awaited before the finally part; or it is
 * refused. Here the plain run is no oracle, since javac puts the finally part before the return.
 */
class ReturnedCoroutinesTest {
    private static final String LEAF =
            "@Async static Coroutine<String> leaf(String s) { log(\"leaf\"); return Coroutine.of(s"
                    + " + await(point(\"!\"))); }\n";

    private static void awaitedFirst(String body, String... log) {
        for (Compiler compiler :
                List.of(InMemoryCompiler.debug(), InMemoryCompiler.stripped(), BatchCompilers.ecj("-g"))) {
            String source = Shape.source("Returned", Shape.go(body) + LEAF);
            Program program = new Program(
                    "program.Returned", source, compiler.compile(Map.of("program.Returned", source)), false);
            List<Diagnostic> refusals = program.weaving().refusals();
            if (!refusals.isEmpty()) {
                assertThat(refusals).extracting(Diagnostic::problem).containsOnly(Problem.RETURN_IN_TRY);
                continue;
            }
            for (Plan plan :
                    new Plan[] {Plan.never(), Plan.always(), Plan.always().salted(1)}) {
                Behaviour behaviour = program.woven(plan);
                assertThat(behaviour.log()).containsExactly(log);
                assertThat(behaviour.outcome()).isEqualTo("value \"v!\"");
            }
        }
    }

    private static void isWoven(String body) {
        String source = Shape.source("Returned", Shape.go(body) + LEAF);
        Map<String, byte[]> classes = InMemoryCompiler.debug().compile(Map.of("program.Returned", source));
        assertThat(new Program("program.Returned", source, classes, false)
                        .weaving()
                        .refusals())
                .isEmpty();
    }

    @Test
    void finallyRunsAfterTheAwait() {
        String body = "try { return leaf(\"v\"); } finally { log(\"finally\"); }";
        awaitedFirst(body, "\"leaf\"", "\"finally\"");
        isWoven(body);
    }

    @Test
    void resourcesAreClosedAfterTheAwait() {
        String body = "try (Res r = new Res(\"r\")) { return leaf(\"v\"); }";
        awaitedFirst(body, "\"open r\"", "\"leaf\"", "\"close r\"");
        isWoven(body);
    }

    @Test
    void nestedResourcesAndFinally() {
        String body = "try (Res r = new Res(\"r\"); Res q = new Res(\"q\")) { return leaf(\"v\"); }"
                + " finally { log(\"finally\"); }";
        awaitedFirst(body, "\"open r\"", "\"open q\"", "\"leaf\"", "\"close q\"", "\"close r\"", "\"finally\"");
        isWoven(body);
    }

    @Test
    void finallyThatAwaits() {
        awaitedFirst(
                "try { return leaf(\"v\"); } finally { log(await(point(\"finally\"))); }", "\"leaf\"", "\"finally\"");
    }

    @Test
    void coroutineFromAVariable() {
        awaitedFirst(
                "Coroutine<String> c = leaf(\"v\"); try { return c; } finally { log(\"finally\");" + " }",
                "\"leaf\"",
                "\"finally\"");
    }

    @Test
    void coroutineFromATernary() {
        awaitedFirst(
                "try { return await(point(true)) ? leaf(\"v\") : leaf(\"w\"); } finally {" + " log(\"finally\"); }",
                "\"leaf\"",
                "\"finally\"");
    }

    /** It is awaited in the try: a catch gets its exception as it gets that of an await. */
    @Test
    void exceptionsReachTheCatch() {
        Shape.body(
                "return Coroutine.of(await(direct()) + await(caught()));",
                """
                @Async static Coroutine<String> direct() { return leaf("d"); }
                @Async static Coroutine<String> caught() { try { return leaf("c"); } catch (PointFailure e) { return Coroutine.of("in" + await(point("z"))); } }
                @Async static Coroutine<String> leaf(String s) { log("leaf" + s); return Coroutine.of(s + await(point("l"))); }
                """);
    }

    @Test
    void ofAndDoneNeedNoAwait() {
        isWoven("try { return Coroutine.of(await(point(1))); } finally { log(\"finally\"); }");
        isWoven("try { return Coroutine.done(); } finally { log(await(point(\"finally\"))); }");
        isWoven("try (Res r = new Res(\"r\")) { if (await(point(true))) return Coroutine.of(1);"
                + " return Coroutine.failed(new E(\"x\")); }");
    }
}
