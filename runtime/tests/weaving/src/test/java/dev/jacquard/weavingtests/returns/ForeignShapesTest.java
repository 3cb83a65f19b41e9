package dev.jacquard.weavingtests.returns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weavingtests.harness.BatchCompilers;
import dev.jacquard.weavingtests.harness.Compiler;
import dev.jacquard.weavingtests.harness.Explorer;
import dev.jacquard.weavingtests.harness.Program;
import dev.jacquard.weavingtests.harness.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The same for compilers of other languages; in the profile {@code compilers}. */
@EnabledIfSystemProperty(named = BatchCompilers.OTHERS, matches = "true")
class ForeignShapesTest {
    @Test
    void kotlin() {
        explore(ForeignShapes.KOTLIN, BatchCompilers.kotlin());
    }

    @Test
    void scala() {
        explore(ForeignShapes.SCALA, BatchCompilers.scala());
    }

    @Test
    void groovy() {
        explore(ForeignShapes.GROOVY, BatchCompilers.groovy());
    }

    private static void explore(ForeignShapes shapes, Compiler compiler) {
        Map<String, String> sources = new LinkedHashMap<>();
        String spelt = shapes.className() + "Spelt";
        sources.put("program." + shapes.className(), shapes.source(shapes.className(), false));
        sources.put("program." + spelt, shapes.source(spelt, true));
        Map<String, byte[]> classes = compiler.compile(sources);
        Program program = ReturnShapesTest.program(shapes.className(), sources, classes);
        Program oracle = ReturnShapesTest.program(spelt, sources, classes);
        Verification.check(program.weaving().classes());
        assertThat(program.weaving().refusals()).isEmpty();
        List<String> differences = new ArrayList<>();
        for (String name : shapes.names()) {
            try {
                Explorer.explore(program.from(name), oracle.from(name));
            } catch (AssertionError e) {
                differences.add(name + ": " + e.getMessage());
            }
        }
        assertThat(differences).isEmpty();
    }
}
