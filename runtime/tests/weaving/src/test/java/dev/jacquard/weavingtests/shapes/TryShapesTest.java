package dev.jacquard.weavingtests.shapes;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** try, catch, finally and resources around awaits, in every way out. */
class TryShapesTest {
    @Test
    void returnReplacedByFinally() {
        Shape.body("try { return Coroutine.of(await(point(1))); } finally { if (await(point(true)))"
                + " return Coroutine.of(7); }");
    }

    @Test
    void returnKeptByFinally() {
        Shape.body("try { return Coroutine.of(await(point(1))); } finally { if (await(point(false)))"
                + " return Coroutine.of(7); }");
    }

    @Test
    void finallyThatThrowsIsNotItsOwnHandler() {
        Shape.body(
                """
                int n = 0;
                try {
                    try { await(point(0)); } finally { n++; throw new E("n" + n); }
                } catch (E e) {
                    return Coroutine.of(e.getMessage() + await(point(n)));
                }
                """);
    }

    @Test
    void catchAllThatAwaitsIsNotItsOwnHandler() {
        Shape.body(
                """
                int n = 0;
                try {
                    try { await(point(0)); thrown("body"); } catch (Throwable t) { n++; await(point(1)); throw t; } finally { log("f" + n); await(point(2)); n += 10; }
                } catch (Throwable t) {
                    log(t);
                }
                return Coroutine.of(n);
                """);
    }

    @Test
    void resources() {
        Shape.body(
                """
                try (Res r = new Res(await(point("a"))); Res q = new Res(await(point("b"))); Res none = null) {
                    log(r + "" + q + await(point(1)));
                    await(point(2));
                }
                return Coroutine.of(await(point(3)));
                """);
    }

    @Test
    void resourcesThatFailToClose() {
        Shape.body(
                """
                try (Res r = new Res(await(point("a!"))); Res q = new Res(await(point("b!")))) {
                    await(point(2));
                    throw new A("body" + await(point(3)));
                } catch (A e) {
                    return Coroutine.of(e + " " + e.getSuppressed().length + await(point(4)));
                } finally {
                    log(await(point("fin")));
                }
                """);
    }

    @Test
    void resourcesLeftByJumps() {
        Shape.body(
                """
                for (int i = 0; i < 3; i++) {
                    try (Res r = new Res("r" + i)) {
                        if (await(point(i == 0))) continue;
                        if (await(point(i == 2))) return Coroutine.of("out" + i);
                        log(r);
                    } finally {
                        log("after" + await(point(i)));
                    }
                }
                return Coroutine.of("end");
                """);
    }

    @Test
    void resourceAsExpression() {
        Shape.body("Res r = new Res(\"x\"); await(point(0)); try (r) { log(await(point(1))); } return"
                + " Coroutine.of(r);");
    }

    @Test
    void asyncResources() {
        Shape.body(
                """
                try (ARes a = await(open("a")); Res b = new Res("b"); ARes c = await(open("c"))) {
                    log(a.name + await(point(1)) + c.name);
                } catch (PointFailure e) {
                    log(e);
                    await(point(2));
                }
                ARes d = await(open("d"));
                d.close();
                return Coroutine.of("end" + await(point(3)));
                """,
                A_RES);
    }

    @Test
    void asyncResourceOfASubtypeWithThrows() {
        Shape.body(
                """
                try (Sub a = new Sub()) {
                    log(await(point(1)));
                } catch (A e) {
                    log(e);
                }
                return Coroutine.of(0);
                """,
                """
                static class Sub implements AsyncCloseable {
                    @Async public Coroutine<Void> closeAsync() { log("closing" + await(point(5))); return Coroutine.done(); }
                    public void close() throws RuntimeException { AsyncCloseable.super.close(); }
                    void unused() throws A { }
                    Sub() throws A { }
                }
                """);
    }

    @Test
    void asyncFor() {
        Shape.body(
                """
                String s = "";
                outer:
                for (int v : new Count(4)) {
                    if (v == 1) continue;
                    s += v + await(point("x"));
                    for (int w : new Count(2)) { s += w; if (v == 2 && await(point(w == 1))) break outer; }
                }
                Iterator<Integer> it = new Count(1).iterator();
                while (it.hasNext()) s += it.next();
                return Coroutine.of(s);
                """,
                """
                static class Count implements AsyncIterable<Integer> {
                    final int n;
                    Count(int n) { this.n = n; }
                    public AsyncIterator<Integer> iterator() {
                        return new AsyncIterator<Integer>() {
                            int i;
                            @Async public Coroutine<Boolean> hasNextAsync() { log("has" + i); return Coroutine.of(await(point(i < n))); }
                            public Integer next() { return i++; }
                        };
                    }
                }
                """);
    }

    private static final String A_RES =
            """
            static class ARes implements AsyncCloseable {
                final String name;
                ARes(String name) { this.name = name; log("made " + name); }
                @Async public Coroutine<Void> closeAsync() {
                    log("closing " + name + await(point(8)));
                    await(point(9));
                    log("closed " + name);
                    return Coroutine.done();
                }
            }
            @Async static Coroutine<ARes> open(String name) { return Coroutine.of(new ARes(await(point(name)))); }
            """;

    @Test
    void multiCatch() {
        Shape.body(
                """
                for (int i = 0; i < 3; i++) {
                    try {
                        if (await(point(i)) == 0) throw new A("a");
                        if (i == 1) throw new B("b" + await(point(1)));
                        thrown("e");
                    } catch (A | B e) {
                        log(e.getMessage() + await(point("ab")));
                    } catch (E | PointFailure e) {
                        log(e.getMessage() + await(point("ep")));
                    }
                }
                return Coroutine.of(0);
                """);
    }

    @Test
    void emptyTryAndEmptyFinally() {
        Shape.body("try { } finally { await(point(1)); } try { await(point(2)); } finally { } try {"
                + " await(point(3)); } catch (PointFailure e) { } return Coroutine.of(0);");
    }

    @Test
    void threeNestedFinallies() {
        Shape.body(
                """
                for (int i = 0; i < 2; i++) {
                    try {
                        try {
                            try { if (await(point(i)) == 1) return Coroutine.of("ret" + i); } finally { log("1" + await(point(1))); }
                        } finally { log("2" + await(point(2))); }
                        if (i == 0) continue;
                    } finally { log("3" + await(point(3))); }
                }
                return Coroutine.of("end");
                """);
    }

    @Test
    void cancellationCaughtAndGoneOn() {
        Shape.body(
                """
                String s = "";
                try { await(point(0)); } catch (CancelledError e) { s += "cancelled" + await(point(1)); }
                try { await(point(2)); } catch (Exception e) { s += "exception"; }
                try { await(point(2)); } catch (Error e) { s += "error"; throw e; } finally { log(s + await(point(3))); }
                return Coroutine.of(s);
                """);
    }

    @Test
    void exceptionSeenByOuterWhenInnerDoesNotMatch() {
        Shape.body(
                """
                int a = 1;
                try {
                    a = 2;
                    try { a = 3; await(point(0)); a = 4; } catch (IllegalStateException e) { a = 5; }
                    a = 6 + await(point(0));
                } catch (RuntimeException e) { log(a); a += 100; }
                return Coroutine.of(a);
                """);
    }

    @Test
    void rethrowInCatchWithFinally() {
        Shape.body(
                """
                try {
                    try { await(point(1)); throw new A("x"); }
                    catch (A e) { throw new B(e.getMessage() + await(point("y"))); }
                    finally { log(await(point("f"))); }
                } catch (B e) { return Coroutine.of(e.getMessage()); }
                """);
    }

    @Test
    void gridOfFinally() {
        String[][] exits = {
            {"normal", "log(\"t\");"},
            {"throw", "if (i >= 0) throw new E(\"t\");"},
            {"return", "if (i >= 0) return Coroutine.of(\"t\" + n);"},
            {"break", "if (i == 0) break;"},
            {"continue", "if (i == 0) continue;"},
        };
        String[][] catches = {
            {"none", ""},
            {"swallow", "catch (E | PointFailure e) { log(\"c\" + n); CA }"},
            {"rethrow", "catch (Exception e) { CA throw e; }"},
            {"return", "catch (Throwable e) { CA return Coroutine.of(\"c\" +" + " e.getClass().getSimpleName()); }"},
        };
        String[][] finallies = {
            {"normal", "finally { log(\"f\" + n); FA }"},
            {"throw", "finally { FA if (i == 0) throw new E(\"f\" + n); }"},
            {"return", "finally { FA if (i == 0) return Coroutine.of(\"f\" + n); }"},
            {"break", "finally { FA if (i == 1) break; }"},
            {"continue", "finally { FA if (n < 1000) continue; }"},
        };
        Map<String, String> programs = new LinkedHashMap<>();
        for (String[] exit : exits) {
            for (String[] caught : catches) {
                for (String[] fin : finallies) {
                    for (int where = 1; where < 8; where += where == 1 ? 2 : 4) {
                        String t = (where & 1) != 0 ? "n += await(point(1));" : "n++;";
                        String c = (where & 2) != 0 ? "n += await(point(10));" : "n += 10;";
                        String f = (where & 4) != 0 ? "n += await(point(100));" : "n += 100;";
                        String tail = "for (int i = 0; i < 2; i++) { tick(); try { "
                                + t
                                + exit[1]
                                + " } "
                                + caught[1].replace("CA", c)
                                + " "
                                + fin[1].replace("FA", f)
                                + " n += 1000; } return Coroutine.of(n);";
                        String name = "Finally_" + exit[0] + "_" + caught[0] + "_" + fin[0] + "_" + where;
                        programs.put(name, Shape.go("int n = 0; " + tail));
                    }
                }
            }
        }
        Shape.explore(programs);
    }
}
