package dev.jacquard.weavingtests.returns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Problem;
import dev.jacquard.weavingtests.harness.BatchCompilers;
import dev.jacquard.weavingtests.harness.Behaviour;
import dev.jacquard.weavingtests.harness.Compiler;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Plan;
import dev.jacquard.weavingtests.harness.Program;
import dev.jacquard.weavingtests.harness.Sources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Returned stages are awaited like returned coroutines; monitors and overriding returns. */
class ReturnedStagesTest {
    private static final String MEMBERS =
            """
            @Async static TYPE<String> leaf(String s) { log("leaf"); String t = await(point("!")); log("left"); return CompletableFuture.completedFuture(s + t); }
            @Async static Coroutine<String> call(String s) { log("leaf"); String t = await(point("!")); log("left"); return Coroutine.of(s + t); }
            @Async static Coroutine<?> go() { return Coroutine.of(await(f())); }
            """;

    private static List<Compiler> compilers() {
        return List.of(
                InMemoryCompiler.debug(),
                InMemoryCompiler.stripped(),
                BatchCompilers.ecj("-g"),
                BatchCompilers.ecj("-g:none"));
    }

    private static Program program(Compiler compiler, String members) {
        String source = Sources.of("Staged", members);
        return new Program("program.Staged", source, compiler.compile(Map.of("program.Staged", source)), false);
    }

    private static void logs(String type, String body, String... log) {
        for (Compiler compiler : compilers()) {
            Program program = program(
                    compiler,
                    MEMBERS.replace("TYPE", type) + "@Async static %s<String> f() { %s }".formatted(type, body));
            assertThat(program.weaving().refusals()).isEmpty();
            for (Plan plan : List.of(Plan.never(), Plan.always(), Plan.always().salted(1))) {
                Behaviour behaviour = program.woven(plan);
                assertThat(behaviour.outcome()).isEqualTo("value \"v!\"");
                assertThat(behaviour.log()).containsExactly(log);
            }
        }
    }

    @Test
    void stagesAreAwaitedBeforeTheFinallyPart() {
        for (String type : List.of("CompletableFuture", "CompletionStage")) {
            logs(
                    type,
                    "try { return leaf(\"v\"); } finally { log(\"finally\"); }",
                    "\"leaf\"",
                    "\"left\"",
                    "\"finally\"");
            logs(
                    type,
                    "try (Res r = new Res(\"r\")) { return leaf(\"v\"); }",
                    "\"open r\"",
                    "\"leaf\"",
                    "\"left\"",
                    "\"close r\"");
            logs(
                    type,
                    "try (Res r = new Res(\"r\")) { return" + " CompletableFuture.completedFuture(\"v!\"); }",
                    "\"open r\"",
                    "\"close r\"");
        }
    }

    /** A subclass of the stage cannot be replaced by a completed one. */
    @Test
    void stagesOfOtherClassesAreRefusedOrAwaited() {
        for (Compiler compiler : compilers()) {
            Program program = program(
                    compiler,
                    """
                            static class Own extends CompletableFuture<String> { Own() { complete("v!"); } }
                            static Own own() { log("own"); return new Own(); }
                            @Async static CompletableFuture<String> f() { try (Res r = new Res("r")) { return own(); } }
                            @Async static Coroutine<?> go() { return Coroutine.of(await(f())); }
                            """);
            if (program.weaving().refusals().isEmpty()) {
                assertThat(program.woven(Plan.always()).log()).containsExactly("\"open r\"", "\"own\"", "\"close r\"");
            } else {
                assertThat(program.weaving().refusals())
                        .extracting(Diagnostic::problem)
                        .containsOnly(Problem.RETURN_IN_TRY);
            }
        }
    }

    /** It is awaited behind its constructor. */
    @Test
    void stagesThatAreMadeAtOnce() {
        for (Compiler compiler : compilers()) {
            Program program = program(
                    compiler,
                    """
                            static class Own extends CompletableFuture<String> { Own(int n, Coroutine<?> c) { complete("v" + n); } }
                            @Async static CompletionStage<String> f() { try (Res r = new Res("r")) { log("f"); return new CompletableFuture<String>(); } }
                            @Async static CompletionStage<String> g() { try (Res r = new Res("r")) { log("g"); return await(point(1)) > 0 ? (CompletionStage<String>) new CompletableFuture<String>() : null; } }
                            @Async static Coroutine<?> go() { f(); g(); await(sleep(0)); return Coroutine.of(1); }
                            """);
            assertThat(program.weaving().refusals()).isEmpty();
            assertThat(program.woven(Plan.never()).log())
                    .startsWith("\"open r\"", "\"f\"", "\"open r\"", "\"g\"")
                    .endsWith("\"close r\"", "\"close r\"");
        }
    }

    /** Where, is the compiler's: ecj does not keep a null across the finally part. */
    @Test
    void nullIsRaised() {
        for (Compiler compiler : compilers()) {
            Program program = program(
                    compiler,
                    """
                            @Async static Coroutine<?> go() {
                                try { return f(); } catch (RuntimeException e) { log("caught"); return Coroutine.of("v"); }
                            }
                            @Async static Coroutine<String> f() { try (Res r = new Res("r")) { return null; } catch (RuntimeException e) { log("c"); throw e; } finally { log("finally"); } }
                            """);
            assertThat(program.weaving().refusals()).isEmpty();
            Behaviour behaviour = program.woven(Plan.always());
            assertThat(behaviour.outcome()).isEqualTo("value \"v\"");
            assertThat(behaviour.log()).containsSubsequence("\"open r\"", "\"close r\"", "\"finally\"", "\"caught\"");
        }
    }

    @Test
    void insideAMonitorItIsRefused() {
        for (Compiler compiler : compilers()) {
            for (String body : List.of(
                    "synchronized (Kit.class) { return call(\"v\"); }",
                    "synchronized (Kit.class) { try { return call(\"v\"); } finally {" + " log(\"finally\"); } }",
                    "try { synchronized (Kit.class) { return call(\"v\"); } } finally {" + " log(\"finally\"); }",
                    "synchronized (Kit.class) { return 1 > Integer.parseInt(\"1\") ?"
                            + " call(\"v\") : call(\"w\"); }")) {
                Program program = program(
                        compiler,
                        MEMBERS.replace("TYPE", "CompletableFuture")
                                + "@Async static Coroutine<String> f() { "
                                + body
                                + " }");
                assertThat(program.weaving().refusals())
                        .as(body)
                        .extracting(Diagnostic::problem)
                        .containsOnly(Problem.AWAIT_IN_MONITOR);
            }
        }
    }

    /** Its coroutine is not returned, so it never runs: that is said. */
    @Test
    void aFinallyPartThatAlwaysReturnsDiscardsIt() {
        for (Compiler compiler : compilers()) {
            Program program = program(
                    compiler,
                    MEMBERS.replace("TYPE", "CompletableFuture")
                            + """
                                    @SuppressWarnings("finally") @Async static Coroutine<String> f() {
                                        try {
                                            return call("v");
                                        } finally {
                                            return call("w");
                                        }
                                    }""");
            assertThat(program.weaving().diagnostics())
                    .extracting(Diagnostic::problem)
                    .containsAnyOf(Problem.DISCARDED, Problem.RETURN_IN_TRY);
        }
    }
}
