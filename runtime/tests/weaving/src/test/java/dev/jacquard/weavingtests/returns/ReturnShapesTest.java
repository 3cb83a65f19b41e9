package dev.jacquard.weavingtests.returns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weavingtests.harness.BatchCompilers;
import dev.jacquard.weavingtests.harness.Compiler;
import dev.jacquard.weavingtests.harness.Explorer;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Mangling;
import dev.jacquard.weavingtests.harness.Program;
import dev.jacquard.weavingtests.harness.Sources;
import dev.jacquard.weavingtests.harness.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A returned coroutine is awaited where {@code of(await(...))} would await it, whichever compiler wrote the class file;
 * or the method is refused.
 */
class ReturnShapesTest {
    @Test
    void javac() {
        same(InMemoryCompiler.debug(), c -> c, Explorer::glance);
    }

    @Test
    @Tag("stress")
    void allPlans() {
        same(InMemoryCompiler.debug(), c -> c, Explorer::explore);
        same(BatchCompilers.ecj("-g"), c -> c, Explorer::explore);
    }

    @Test
    void javacWithoutNames() {
        same(InMemoryCompiler.stripped(), c -> c, Explorer::glance);
    }

    @Test
    void javacWithFewNames() {
        same(InMemoryCompiler.debug(), c -> Mangling.cutNames(c, 1), Explorer::glance);
    }

    @Test
    void javacWithNewFrames() {
        same(InMemoryCompiler.debug(), Mangling::newFrames, Explorer::glance);
    }

    @Test
    void javacWithAdvice() {
        same(InMemoryCompiler.debug(), Mangling::advised, Explorer::glance);
    }

    @Test
    void ecj() {
        same(BatchCompilers.ecj("-g"), c -> c, Explorer::glance);
    }

    @Test
    void ecjWithoutNames() {
        same(BatchCompilers.ecj("-g:none"), c -> c, Explorer::glance);
    }

    @Test
    void ecjWithFewNames() {
        same(BatchCompilers.ecj("-g"), c -> Mangling.cutNames(c, 2), Explorer::glance);
    }

    @Test
    void ecjWithAdvice() {
        same(BatchCompilers.ecj("-g"), Mangling::advised, Explorer::glance);
    }

    /** Woven after mangling, each does what the spelt-out program does as it was compiled. */
    private static void same(
            Compiler compiler, UnaryOperator<Map<String, byte[]>> mangling, BiConsumer<Program, Program> exploration) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String place : ReturnShapes.places()) {
            sources.put("program." + place, Sources.of(place, ReturnShapes.members(place, false)));
            String spelt = place + "_";
            sources.put("program." + spelt, Sources.of(spelt, ReturnShapes.members(place, true)));
        }
        Map<String, byte[]> compiled = compiler.compile(sources);
        Map<String, byte[]> mangled = mangling.apply(compiled);
        List<String> differences = new ArrayList<>();
        for (String place : ReturnShapes.places()) {
            Program shape = program(place, sources, mangled);
            Program oracle = program(place + "_", sources, compiled);
            Verification.check(shape.weaving().classes());
            differences.addAll(
                    shape.weaving().refusals().stream().map(d -> "" + d).toList());
            for (String expression : ReturnShapes.expressions(place)) {
                try {
                    exploration.accept(shape.from(expression), oracle.from(expression));
                } catch (AssertionError e) {
                    differences.add(place + " " + expression + ": " + e.getMessage());
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    static Program program(String name, Map<String, String> sources, Map<String, byte[]> classes) {
        Map<String, byte[]> own = new LinkedHashMap<>();
        classes.forEach((c, bytes) -> {
            if (c.equals("program/" + name) || c.startsWith("program/" + name + "$")) {
                own.put(c, bytes);
            }
        });
        return new Program("program." + name, sources.get("program." + name), own, false);
    }
}
