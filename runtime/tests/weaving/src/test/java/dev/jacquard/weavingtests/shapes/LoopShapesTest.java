package dev.jacquard.weavingtests.shapes;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Loops, labels, switches and jumps around awaits. */
class LoopShapesTest {
    @Test
    void labelsInNestedLoops() {
        Shape.body(
                """
                int n = 0;
                outer:
                for (int i = 0; i < 3; i++) {
                    int j = 0;
                    do {
                        tick();
                        if (await(point(i == 1 && j == 0))) continue outer;
                        if (await(point(i == 2))) break outer;
                        log("i" + i + "j" + j++);
                        n += 10;
                    } while (await(point(j < 2)));
                    n++;
                }
                return Coroutine.of(n);
                """);
    }

    @Test
    void labelledBlock() {
        Shape.body(
                """
                String s = "";
                block: {
                    s += await(point("a"));
                    if (await(point(true))) break block;
                    s += "never";
                }
                return Coroutine.of(s + await(point("z")));
                """);
    }

    @Test
    void endlessLoopLeftByException() {
        Shape.body(
                """
                int n = 0;
                try {
                    for (;;) { if (n++ == 2) throw new E("done"); await(point(n)); }
                } catch (E e) {
                    return Coroutine.of(n + e.getMessage() + await(point(1)));
                }
                """);
    }

    @Test
    void endlessLoopWithoutEnd() {
        Shape.body("int n = 0; for (;;) { log(await(point(n++))); tick(); if (n > 3) thrown(\"end\");" + " }");
    }

    @Test
    void whileTrueWithBreak() {
        Shape.body(
                """
                int n = 0;
                while (true) { await(point(n)); tick(); if (++n > 3) break; }
                while (true) { if (n-- < 1) break; await(point(n)); }
                return Coroutine.of(n);
                """);
    }

    @Test
    void deadCode() {
        Shape.body(
                """
                if (false) { await(point(1)); }
                boolean no = false;
                while (no) { await(point(2)); }
                for (int i = 0; i < 0; i++) { await(point(3)); }
                final boolean k = true;
                if (k) { return Coroutine.of(await(point(4))); }
                return Coroutine.of(await(point(5)));
                """);
    }

    @Test
    void awaitInForHeader() {
        Shape.body(
                """
                String s = "";
                for (int i = await(point(0)), j = await(point(5)); await(point(i < j)); i += await(point(2)), log(j)) {
                    tick();
                    if (i == 2) continue;
                    s += i + await(point(",")) + j;
                    j--;
                }
                return Coroutine.of(s);
                """);
    }

    @Test
    void forEachOverArrays() {
        Shape.body(
                """
                long sum = 0;
                for (int x : new int[] {1, 2, 3}) sum += await(point(x));
                for (long[] row : await(point(new long[][] {{1, 2}, {}, {3}}))) for (long y : row) sum = sum * 2 + await(point(y));
                String s = "";
                for (String t : new String[] {"a", null}) s += t + await(point(t));
                return Coroutine.of(sum + s);
                """);
    }

    @Test
    void forEachOverIterables() {
        Shape.body(
                """
                String r = "";
                for (String t : logged(Arrays.asList("a", "b"))) r += t + await(point(t.length()));
                for (Map.Entry<String, Integer> e : new TreeMap<>(Map.of("k", 1, "l", 2)).entrySet()) r += e.getKey() + await(point(e.getValue()));
                for (int x : await(point(Arrays.asList(1, 2)))) r += await(point(x + 1));
                return Coroutine.of(r);
                """);
    }

    @Test
    void infiniteLoopFrameFromTheBackEdge() {
        Shape.body(
                """
                Object o = null;
                int n = 0;
                while (true) {
                    if (o instanceof String && n > 2) break;
                    o = "s" + await(point(n++));
                }
                return Coroutine.of(o);
                """);
    }

    @Test
    void switchOnIntOldForm() {
        Shape.body(
                """
                String s = "";
                for (int i = 0; i < 4; i++) {
                    switch (await(point(i))) {
                        case 0: s += "zero";
                        case 1: s += await(point("one")); break;
                        case 2: { String x = "two"; await(point(0)); s += x; continue; }
                        default: s += await(point("many"));
                    }
                    s += ";";
                }
                return Coroutine.of(s);
                """);
    }

    @Test
    void switchOnSparseInt() {
        Shape.body(
                """
                String s = "";
                for (int i : new int[] {-1000, 5, 1 << 30}) {
                    switch (await(point(i))) { case -1000: s += await(point("a")); break; case 1 << 30: s += "b" + await(point("c")); break; default: s += "d"; }
                }
                return Coroutine.of(s);
                """);
    }

    @Test
    void switchOnStringAndEnumOldForm() {
        Shape.body(
                """
                String s = "";
                for (String k : new String[] {"Aa", "BB", "x"}) {
                    switch (await(point(k))) { case "Aa": s += 1; break; case "BB": s += await(point(2)); break; default: s += await(point(3)); }
                }
                for (Colour c : Colour.values()) {
                    switch (await(point(c))) { case RED: s += await(point("r")); case GREEN: s += "g"; break; default: s += await(point("?")); }
                }
                return Coroutine.of(s);
                """);
    }

    @Test
    void switchNewForm() {
        Shape.body(
                """
                String s = "";
                for (Colour c : Colour.values()) {
                    s += switch (await(point(c))) { case RED -> await(point("r")); case GREEN -> { log("green"); yield "g" + await(point(1)); } case BLUE -> "b"; };
                    switch (s) { case "r" -> log(await(point("is r"))); case "rg1" -> await(point("")); default -> { } }
                }
                return Coroutine.of(s);
                """);
    }

    @Test
    void switchThatThrowsOnNull() {
        Shape.body(
                """
                try { switch (await(point((String) null))) { case "a": return Coroutine.of(1); default: return Coroutine.of(2); } }
                catch (NullPointerException e) { return Coroutine.of(await(point(3))); }
                """);
    }

    @Test
    void patternSwitch() {
        Shape.newer(
                21,
                """
                String s = "";
                Object[] items = {1, "two", 3L, null, new R(4, "four"), new R(5, new R(6, "six")), 'c'};
                for (Object o : items) {
                    s += switch (await(point(o))) {
                        case null -> await(point("null"));
                        case Integer i when await(point(i > 5)) -> "big" + i;
                        case Integer i -> "int" + await(point(i));
                        case String t when t.length() == 3 && await(point(true)) -> t + await(point("!"));
                        case R(int a, R(int b, String c)) when await(point(b == 6)) -> a + b + c + await(point("deep"));
                        case R(int a, Object b) -> a + await(point("flat"));
                        case Long l -> { long k = l; yield await(point(k)) + k; }
                        default -> throw new E("no " + await(point(o)));
                    };
                    log(s);
                    if (o instanceof R(int a, String b) && await(point(a)) == 4) s += b;
                }
                return Coroutine.of(s);
                """,
                "record R(int a, Object b) {}");
    }

    @Test
    void sealedSwitch() {
        Shape.newer(
                21,
                """
                double sum = 0;
                for (S s : new S[] {new C(2), new Q(3)}) {
                    sum += d(1) + switch (s) { case C(var r) -> await(point(r * 3)); case Q q when await(point(q.a() > 2)) -> q.a() * await(point(q.a())); case Q q -> 0; };
                }
                return Coroutine.of(sum);
                """,
                "sealed interface S permits C, Q {} record C(double r) implements S {} record"
                        + " Q(double a) implements S {}");
    }

    @Test
    void gridOfLoopsJumpsAndPositions() {
        Map<String, String> loops = new LinkedHashMap<>();
        loops.put("while", "int i = 0; L: while (COND(i++ < 3)) { tick(); BODY }");
        loops.put("doWhile", "int i = 0; L: do { tick(); BODY } while (COND(i++ < 3));");
        loops.put("for", "L: for (int i = 0; COND(i < 3); i++) { tick(); BODY }");
        loops.put("endless", "int i = 0; L: for (;;) { tick(); if (COND(i++ >= 3)) break; BODY }");
        loops.put("forArray", "L: for (int i : new int[] {COND2(0), 1, 2}) { BODY }");
        loops.put("forList", "L: for (int i : logged(Arrays.asList(COND2(0), 1, 2))) { BODY }");
        Map<String, String> jumps = new LinkedHashMap<>();
        jumps.put("none", "log(i);");
        jumps.put("break", "if (TEST(i == 1)) break;");
        jumps.put("continue", "if (TEST(i == 1)) continue;");
        jumps.put("breakOuter", "for (int k = 0; k < 2; k++) { if (TEST(i == 1)) break L; log(k); }");
        jumps.put("continueOuter", "for (int k = 0; k < 2; k++) { if (TEST(i == 1)) continue L; log(k); }");
        jumps.put("return", "if (TEST(i == 1)) return Coroutine.of(\"early\" + n + i);");
        jumps.put("throw", "if (TEST(i == 1)) throw new E(\"thrown\" + n + i);");
        Map<String, String> positions = new LinkedHashMap<>();
        positions.put("before", "n += await(point(1)); JUMP n += 10;");
        positions.put("after", "n++; JUMP n += await(point(10));");
        positions.put("around", "n += await(point(1)); JUMP n += await(point(10));");
        positions.put("tried", "try { n += await(point(1)); JUMP } finally { n += await(point(100)); }");
        positions.put("condition", "n++; JUMP n += 10;");
        Map<String, String> programs = new LinkedHashMap<>();
        loops.forEach((l, loop) -> jumps.forEach((j, jump) -> positions.forEach((p, position) -> {
            boolean all = p.equals("condition");
            String body = "int n = 0; "
                    + loop.replace("BODY", position)
                            .replace("JUMP", jump)
                            .replace("COND2", all ? "await(point(0))" + " + " : "")
                            .replaceAll("COND\\(([^)]*)\\)", all ? "await(point($1))" : "$1")
                            .replaceAll("TEST\\(([^)]*)\\)", all ? "await(point($1))" : "$1")
                    + " return Coroutine.of(n);";
            programs.put("Grid_" + l + "_" + j + "_" + p, Shape.go(body));
        })));
        Shape.explore(programs);
    }
}
