package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weavingtests.harness.Behaviour;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Plan;
import dev.jacquard.weavingtests.harness.Program;
import dev.jacquard.weavingtests.harness.Weaving;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** Null in place of a coroutine: a mistake, which mutation testing makes on purpose, in classes that are loaded. */
class ReturnedNullTest {
    private static final String NAME = "program.Returned";

    private static Program program(String body) {
        String source = Shape.source("Returned", Shape.go(body));
        return new Program(NAME, source, InMemoryCompiler.debug().compile(Map.of(NAME, source)), false);
    }

    private static void ends(String body, String outcome, String... log) {
        Program program = program(body);
        assertThat(program.weaving().refusals()).isEmpty();
        for (Plan plan : new Plan[] {Plan.never(), Plan.always(), Plan.always().salted(1)}) {
            Behaviour behaviour = program.woven(plan);
            assertThat(behaviour.outcome()).contains(outcome);
            assertThat(behaviour.log()).contains(log);
        }
    }

    @Test
    void isToldWithItsPlace() {
        isTold("await(point(1)); return null;");
        isTold("return null;");
        isTold("if (await(point(1)) > 5000) return Coroutine.of(1); return null;");
    }

    private static void isTold(String body) {
        Program program = program("try { "
                + body
                + " } catch (NullPointerException e) { log(e.getMessage()); }"
                + " return Coroutine.done();");
        for (Plan plan : new Plan[] {Plan.never(), Plan.always()}) {
            assertThat(program.woven(plan).log())
                    .last()
                    .asString()
                    .contains("The @Async method Returned.go(Returned.java:")
                    .contains("returned null. Return Coroutine.of(null) or Coroutine.done().");
        }
    }

    @Test
    void isCaughtWhereItIsReturned() {
        String caught = "catch (NullPointerException e) { log(\"caught\"); }";
        ends(
                "try { await(point(1)); return null; } " + caught + " return Coroutine.of(\"v\");",
                "value \"v\"",
                "\"caught\"");
        ends(
                "try { try { return null; } finally { await(point(1)); log(\"finally\"); } } "
                        + caught
                        + " return Coroutine.of(\"v\");",
                "value \"v\"",
                "\"finally\"",
                "\"caught\"");
    }

    /** So a loaded class can be replaced by one that returns null instead. */
    @Test
    void changesNoMemberOfAnyClass() {
        String first = "int n = await(point(1)); int m = await(point(2)); ";
        assertThat(members(first + "Coroutine.of(n + m); return null;"))
                .isEqualTo(members(first + "return Coroutine.of(n + m);"));
        assertThat(members("if (await(point(1)) > 5) return null; return Coroutine.of(1);"))
                .isEqualTo(members("if (await(point(1)) > 5) return null; return null;"));
    }

    private static Set<String> members(String body) {
        Set<String> members = new TreeSet<>();
        Weaving weaving = program(body).weaving();
        for (byte[] classFile : weaving.classes().values()) {
            ClassNode node = new ClassNode();
            new ClassReader(classFile).accept(node, ClassReader.SKIP_CODE);
            node.fields.forEach(f -> members.add(node.name + "." + f.name + f.desc));
            node.methods.forEach(m -> members.add(node.name + "." + m.name + m.desc));
        }
        return members;
    }
}
