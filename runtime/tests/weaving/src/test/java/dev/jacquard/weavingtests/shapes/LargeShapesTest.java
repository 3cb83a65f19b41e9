package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weaver.Problem;
import dev.jacquard.weavingtests.harness.Behaviour;
import dev.jacquard.weavingtests.harness.Explorer;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Mishap;
import dev.jacquard.weavingtests.harness.Plan;
import dev.jacquard.weavingtests.harness.Program;
import dev.jacquard.weavingtests.harness.Verification;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many variables, awaits, parameters, and bodies near the JVM's limits. */
class LargeShapesTest {
    private static Program program(String name, String members) {
        String source = Shape.source(name, members);
        return new Program(
                "program." + name, source, InMemoryCompiler.debug().compile(Map.of("program." + name, source)), false);
    }

    @Test
    void threeHundredLiveLocals() {
        String[] types = {"int", "long", "String", "double", "byte", "Object"};
        String[] values = {"%d", "%dL", "\"s%d\"", "%d.5", "(byte) %d", "(Object) %d"};
        String declared = IntStream.range(0, 300)
                .mapToObj(i -> types[i % 6] + " v" + i + " = " + values[i % 6].formatted(i) + ";")
                .collect(Collectors.joining("\n"));
        String used =
                IntStream.range(0, 300).mapToObj(i -> "sum += v" + i + ";").collect(Collectors.joining("\n"));
        Shape.body(declared
                + "\n"
                + "String sum = \"\" + await(point(1)); v7 = 9; v2 = await(point(\"x\"));\n"
                + used
                + "\nsum += await(point(2)); v3++;\n"
                + used
                + "\nreturn Coroutine.of(sum);");
    }

    /** The resume body, too, stores them one by one, with operands on the stack. */
    @Test
    void threeHundredLocalsThatChangeBetweenAwaits() {
        String changed = lines("v%1$d = v%1$d * 3 + step;");
        Shape.members("int field = 5;\n"
                + "@Async Coroutine<Long> m(int step) {\n"
                + lines("int v%1$d = %1$d;")
                + "long sum = v7 + 2L * await(point(1));\n"
                + changed
                + "sum = sum * 5 + field + v299 * await(point(2));\n"
                + changed
                + "String text = \"a\" + sum;\n"
                + "sum += text.length() + v3 * await(point(3));\n"
                + lines("sum = sum * 7 + v%1$d;")
                + "return Coroutine.of(sum + field); }\n"
                + Shape.go("return Coroutine.of(await(new" + " ThreeHundredLocalsThatChangeBetweenAwaits().m(4)));"));
    }

    private static String lines(String format) {
        return IntStream.range(0, 300).mapToObj(i -> format.formatted(i) + "\n").collect(Collectors.joining());
    }

    @Test
    void hundredOperandsOnTheStack() {
        String args = IntStream.range(0, 100).mapToObj(i -> i + "L, ").collect(Collectors.joining());
        Shape.body(
                "return Coroutine.of(sum(" + args + "await(point(1L)), await(point(2))));",
                "static long sum("
                        + IntStream.range(0, 101)
                                .mapToObj(i -> "long p" + i + ", ")
                                .collect(Collectors.joining())
                        + "int last) { return "
                        + IntStream.range(0, 101)
                                .mapToObj(i -> "p" + i + " * " + i + " + ")
                                .collect(Collectors.joining())
                        + "last; }");
    }

    @Test
    void thousandAwaits() {
        String body = IntStream.range(0, 1000)
                .mapToObj(i -> i % 3 == 0 ? "n += await(point(" + i + "));" : "await(point(" + i + "));")
                .collect(Collectors.joining("\n"));
        Program program = program("ThousandAwaits", Shape.go("int n = 0;\n" + body + "\nreturn Coroutine.of(n);"));
        assertThat(program.weaving().refusals()).isEmpty();
        few(program, 1000);
    }

    @Test
    void parametersUpToTheLimit() {
        for (int n : new int[] {250, 251, 252, 253, 254, 255}) {
            String parameters = IntStream.range(0, n).mapToObj(i -> "int p" + i).collect(Collectors.joining(", "));
            String arguments = IntStream.range(0, n).mapToObj(Integer::toString).collect(Collectors.joining(", "));
            Program program = program(
                    "Parameters" + n,
                    Shape.go("return Coroutine.of(await(m(" + arguments + ")) + await(m(" + arguments + ")));")
                            + "@Async static Coroutine<Integer> m("
                            + parameters
                            + ") { int s = p0 + await(point(1)); s += p1 * p"
                            + (n - 1)
                            + "; p5 = await(point(2)); return Coroutine.of(s + p5 + p"
                            + (n - 2)
                            + "); }");
            Explorer.explore(program);
        }
    }

    @Test
    void wideParametersOfAnInstanceMethod() {
        String parameters =
                IntStream.range(0, 127).mapToObj(i -> "double p" + i).collect(Collectors.joining(", "));
        String arguments = IntStream.range(0, 127).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        Shape.members("@Async Coroutine<Double> m("
                + parameters
                + ") { double s = p0 + await(point(1)); p3 += s; await(point(2)); return"
                + " Coroutine.of(s + p3 + p126); }\n"
                + Shape.go("return Coroutine.of(await(new"
                        + " WideParametersOfAnInstanceMethod().m("
                        + arguments
                        + ")));"));
    }

    @Test
    void bodiesNearTheLimits() {
        for (int bytes : new int[] {7_000, 7_900, 8_100, 20_000, 40_000, 60_000, 63_000}) {
            String line = "n = n * 31 + 7; "; // eight or nine bytes
            String half = (line.repeat(20) + "\n").repeat(bytes / 2 / 180);
            Program program = program(
                    "Body" + bytes,
                    Shape.go("int n = 1; long l = 2; Object o = \"o\";\n"
                            + half
                            + "try { n += await(point(1)); } catch (PointFailure e)"
                            + " { l += n; }\n"
                            + half
                            + "l += await(point(2L)) + n; return Coroutine.of(o +"
                            + " \"\" + l + n);"));
            List<Diagnostic> refusals = program.weaving().refusals();
            if (bytes > 50_000 && !refusals.isEmpty()) {
                assertThat(refusals).extracting(Diagnostic::problem).containsExactly(Problem.TOO_LARGE);
            } else {
                assertThat(refusals).as(bytes + " bytes").isEmpty();
                few(program, 2);
            }
        }
    }

    /** The time is measured by {@code samples/benchmarks/startup.sh}: tests assert no times. */
    @Test
    void sizeGrowsLinearlyWithAwaits() {
        int small = wovenSize(250);
        int large = wovenSize(1000);
        assertThat(large).as("bytes for four times the awaits of " + small).isLessThan(small * 5);
    }

    private static int wovenSize(int awaits) {
        String body = IntStream.range(0, awaits)
                .mapToObj(i -> "n += await(point(1));")
                .collect(Collectors.joining("\n"));
        String source = Shape.source("Sized", Shape.go("int n = 0;\n" + body + "\nreturn Coroutine.of(n);"));
        Map<String, byte[]> classes = InMemoryCompiler.debug().compile(Map.of("program.Sized", source));
        return dev.jacquard.weavingtests.harness.Weaving.of(classes).classes().values().stream()
                .mapToInt(bytes -> bytes.length)
                .sum();
    }

    /** A few plans where all subsets would take too long. */
    private static void few(Program program, int points) {
        Verification.check(program.weaving().classes());
        for (int at : new int[] {-1, 0, points / 2, points - 1}) {
            for (Mishap mishap : Mishap.values()) {
                Plan plan = at < 0 ? Plan.never() : Plan.never().with(at, mishap);
                Behaviour expected = program.plain(plan);
                assertThat(program.woven(plan)).isEqualTo(expected);
                assertThat(program.woven(plan.suspending(Plan.always().suspends())))
                        .isEqualTo(expected);
                assertThat(program.woven(plan.suspendingAtRandom(new java.util.Random(1), 0.5)))
                        .isEqualTo(expected);
            }
        }
    }
}
