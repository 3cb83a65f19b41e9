package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Problem;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Mishap;
import dev.jacquard.weavingtests.harness.Plan;
import dev.jacquard.weavingtests.harness.Program;
import dev.jacquard.weavingtests.harness.Verification;
import dev.jacquard.weavingtests.harness.Weaving;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/** Every class-file version before Java 8, with and without stack maps: woven, or refused. */
class OldVersionsTest {
    private static final String NAME = "program.Old";

    /** Without the calls of private members and lambdas that only newer versions have. */
    private static final List<String> BODIES = List.of(
            "return Coroutine.of(await(point(1)));",
            "int s = 0; for (int i = 0; i < 3; i++) { s += await(point(i)); } return" + " Coroutine.of(s);",
            "String s = \"\"; try { s += await(point(1)); } finally { log(\"f\"); s +="
                    + " await(point(2)); } return Coroutine.of(s);",
            "switch (await(point(1))) { case 1: return Coroutine.of(\"one\"); default:"
                    + " return Coroutine.of(await(point(2))); }");

    @ParameterizedTest
    @ValueSource(ints = {45, 46, 47, 48, 49})
    void beforeJava6ItIsRefused(int version) {
        for (String body : BODIES) {
            isRefused(compiled(body, version, true), version);
            isRefused(compiled(body, version, false), version);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 51, 52})
    void withStackMapsItIsWoven(int version) {
        for (String body : BODIES) {
            behaves(body, compiled(body, version, false));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void withoutThemItIsWovenWhereNothingMeets(int body) {
        Map<String, byte[]> classes = compiled(BODIES.get(body), 50, true);
        if (body == 0) {
            behaves(BODIES.get(body), classes);
        } else {
            isRefused(classes, 50);
        }
    }

    /** The plain form calls by invokedynamic, so that of the newest version is the oracle. */
    private static void behaves(String body, Map<String, byte[]> classes) {
        Program old = new Program(NAME, body, classes, false);
        Program oracle = new Program(NAME, body, compiled(body, 52, false), false);
        assertThat(old.weaving().refusals()).isEmpty();
        Verification.check(old.weaving().classes());
        for (int bits = 0; bits < 16; bits++) {
            Plan plan = Plan.never().suspending(bits);
            assertThat(old.woven(plan)).isEqualTo(oracle.plain(plan));
            Plan failing = plan.with(1, Mishap.FAILURE);
            assertThat(old.woven(failing)).isEqualTo(oracle.plain(failing));
        }
    }

    private static void isRefused(Map<String, byte[]> classes, int version) {
        Weaving weaving = Weaving.of(classes);
        assertThat(weaving.refusals())
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.problem()).isEqualTo(Problem.UNSUPPORTED_CODE);
                    assertThat(d.detail()).isEqualTo("the class file has version " + version + " and no stack map");
                })
                .extracting(Diagnostic::message)
                .asString()
                .startsWith("Cannot weave program.Old.go (Old.java:");
    }

    private static Map<String, byte[]> compiled(String body, int version, boolean withoutMaps) {
        String source = Shape.source("Old", Shape.go(body));
        Map<String, byte[]> classes = new LinkedHashMap<>();
        InMemoryCompiler.release(8)
                .compile(Map.of(NAME, source))
                .forEach((name, bytes) -> classes.put(name, made(bytes, version, withoutMaps)));
        return classes;
    }

    private static byte[] made(byte[] bytes, int version, boolean withoutMaps) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(bytes).accept(writer, withoutMaps ? ClassReader.SKIP_FRAMES : 0);
        byte[] made = writer.toByteArray();
        made[7] = (byte) version;
        return made;
    }
}
