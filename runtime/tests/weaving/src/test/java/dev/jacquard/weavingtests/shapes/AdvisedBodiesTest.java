package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weavingtests.harness.Explorer;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Program;
import dev.jacquard.weavingtests.harness.Weaving;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Methods as AspectJ's around advice leaves them: the body is in a method without annotation. */
class AdvisedBodiesTest {
    private static final String MEMBERS =
            """
            final int n = 3;
            @Async static Coroutine<?> go() {
                Advised a = new Advised();
                String s = await(a.fetch("x")) + await(a.fetch("y"));
                for (int v : a.gen(2)) { s += v; }
                return Coroutine.of(s + await(a.kept("z")));
            }
            @Async Coroutine<String> fetch(String k) { return around(() -> fetch_aroundBody0(this, k)); }
            BODY static final Coroutine<String> fetch_aroundBody0(Advised self, String k) {
                try { return slow(k + self.n); } finally { log("finally"); }
            }
            GIVEN AsyncGenerator<Integer> gen(int k) { return gen_aroundBody2(this, k); }
            BODY static final AsyncGenerator<Integer> gen_aroundBody2(Advised self, int k) {
                for (int i = 0; i < k; i++) { emit(await(point(i))); }
                return AsyncGenerator.end();
            }
            @Async Coroutine<String> kept(String k) { return kept_aroundBody5$advice(this, k); }
            BODY static final Coroutine<String> kept_aroundBody5$advice(Advised self, String k) {
                log("in advice " + await(point(1)));
                return kept_aroundBody4(self, k);
            }
            BODY static final Coroutine<String> kept_aroundBody4(Advised self, String k) { return slow(k); }
            @Async static Coroutine<String> slow(Object v) { return Coroutine.of("s" + await(point(v))); }
            static Coroutine<String> around(Supplier<Coroutine<String>> proceed) { log("around"); return proceed.get(); }
            """;

    @Test
    void areAsyncAsTheMethodIs() {
        // a generator that only gives another on is none itself
        Map<String, byte[]> annotated =
                compile(MEMBERS.replace("BODY", "@Async").replace("GIVEN", ""));
        Map<String, byte[]> advised = compile(MEMBERS.replace("BODY", "").replace("GIVEN", "@Async"));
        Explorer.explore(new Program("program.Advised", MEMBERS, annotated, advised, false));
    }

    @Test
    void ofOtherMethodsTheyAreToldOf() {
        String members =
                """
                Coroutine<Integer> plain() {
                    return plain_aroundBody0(this);
                }
                static final Coroutine<Integer> plain_aroundBody0(Advised a) {
                    return Coroutine.of(await(point(1)));
                }""";
        Weaving weaving = Weaving.of(compile(members));
        assertThat(weaving.refusals()).singleElement().satisfies(d -> assertThat(d.message())
                .contains("Advised.plain_aroundBody0")
                .endsWith("[W01]"));
    }

    private static Map<String, byte[]> compile(String members) {
        return InMemoryCompiler.debug().compile(Map.of("program.Advised", Shape.source("Advised", members)));
    }
}
