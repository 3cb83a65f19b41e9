package dev.jacquard.weavingtests.shapes;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every pair of types through one slot, and every pair of types below an await on the stack. */
class SlotGridTest {
    private record Kind(String type, String name, String value) {}

    private static final Kind[] KINDS = {
        new Kind("boolean", "Z", "true"),
        new Kind("byte", "B", "(byte) -5"),
        new Kind("char", "C", "'c'"),
        new Kind("short", "S", "(short) -500"),
        new Kind("int", "I", "70000"),
        new Kind("long", "J", "(1L << 40)"),
        new Kind("float", "F", "1.5f"),
        new Kind("double", "D", "-2.5"),
        new Kind("String", "L", "\"str\""),
        new Kind("int[]", "A", "(new int[] {1, 2})"),
        new Kind("Object", "N", "null"),
    };

    @Test
    void slots() {
        Map<String, String> programs = new LinkedHashMap<>();
        for (Kind a : KINDS) {
            for (Kind b : KINDS) {
                String body =
                        "for (int k = 0; k < 2; k++) { { %s x = %s; await(point(0)); log(x); } { %s y = %s; await(point(1)); log(y); } } return Coroutine.of(await(point(2)));"
                                .formatted(a.type, a.value, b.type, b.value);
                programs.put("Slot_" + a.name + b.name, Shape.go(body));
            }
        }
        Shape.explore(programs);
    }

    @Test
    void stack() {
        Map<String, String> programs = new LinkedHashMap<>();
        for (Kind a : KINDS) {
            for (Kind b : KINDS) {
                String members =
                        "static Object sink(%1$s a, Object n, %2$s b, %1$s c) { return Arrays.asList(a, n, b, c); }%n"
                                .formatted(a.type, b.type);
                String body =
                        "%1$s x = %2$s; %3$s y = %4$s; return Coroutine.of(new Pair(sink(x, new Pair(y, 1), y, await(point(x))), sink(%2$s, x, await(point(y)), x)));"
                                .formatted(a.type, a.value, b.type, b.value);
                programs.put("Stack_" + a.name + b.name, Shape.go(body) + members);
            }
        }
        Shape.explore(programs);
    }
}
