package dev.jacquard.weavingtests.shapes;

import org.junit.jupiter.api.Test;

/** Local variables across awaits: slots that change their type, definite assignment, liveness. */
class VariableShapesTest {
    @Test
    void nullAndConstantsAcross() {
        Shape.body(
                """
                String s = null;
                int n = 1;
                await(point(0));
                log(s);
                s = "" + n;
                await(point(0));
                Object o = null;
                String t = (String) o;
                await(point(0));
                return Coroutine.of(s + t + o);
                """);
    }

    @Test
    void nullThenCallOnIt() {
        Shape.body(
                """
                StringBuilder s = null;
                if (await(point(false))) { s = new StringBuilder("x"); }
                await(point(0));
                return Coroutine.of(s == null ? await(point("none")) : s.append(await(point("y"))).toString());
                """);
    }

    @Test
    void mergeOfNumbers() {
        Shape.body(
                """
                boolean c = await(point(true));
                Number n = c ? (Number) Integer.valueOf(1) : Double.valueOf(2);
                await(point(0));
                Comparable<?> k;
                if (c) { k = "s"; } else { k = 5; }
                await(point(1));
                return Coroutine.of(n.intValue() + " " + k.hashCode());
                """);
    }

    @Test
    void mergeOfInterfaces() {
        Shape.members(
                """
                interface X { int x(); }
                interface Y { int y(); }
                static class P implements X, Y { public int x() { return 1; } public int y() { return 2; } }
                static class Q implements X, Y { public int x() { return 3; } public int y() { return 4; } }
                @Async static Coroutine<?> go() {
                    boolean c = await(point(false));
                    var both = c ? new P() : new Q();
                    int a = await(point(10)) + both.x();
                    int b = await(point(20)) + both.y();
                    X x = both;
                    for (int i = 0; i < 2; i++) { x = await(point(i)) == 0 ? new P() : x; a += x.x(); }
                    return Coroutine.of(a + b);
                }
                """);
    }

    @Test
    void mergeOfArrays() {
        Shape.body(
                """
                boolean c = await(point(false));
                Object o = c ? new int[] {1} : new String[] {"s"};
                Object[] p = c ? new Integer[] {1} : new String[] {"t"};
                await(point(0));
                return Coroutine.of(Arrays.asList(o, p.length, p[0], await(point(1))));
                """);
    }

    @Test
    void slotReusedByOtherType() {
        Shape.body(
                """
                { long l = 1; log(l); }
                await(point(0));
                { String s = "x"; await(point(1)); log(s); }
                { double d = 2; await(point(2)); log(d); int i = 3; await(point(3)); log(i); }
                { int i = 4; int j = 5; await(point(4)); log(i + j); }
                { List<String> l = new ArrayList<>(); l.add(await(point("a"))); log(l); }
                try { thrown("t" + await(point(5))); } catch (E t) { await(point(6)); log(t.getMessage()); }
                { Pair p = new Pair(1, await(point(7))); log(p); }
                return Coroutine.of(0);
                """);
    }

    @Test
    void assignedOnOnePath() {
        Shape.body(
                """
                int v;
                boolean c = await(point(true));
                if (c) { v = 1; log(v); }
                await(point(0));
                v = 2;
                String s;
                if (!c) { s = "a"; } else { await(point(0)); s = "b"; }
                return Coroutine.of(v + s);
                """);
    }

    @Test
    void liveOnlyInTheOuterHandler() {
        Shape.body(
                """
                String d = s("d");
                int e = i(5);
                try {
                    try {
                        await(point(0));
                    } catch (PointFailure a) {
                        log("inner");
                        await(point(1));
                    }
                    throw new B("b" + await(point(3)));
                } catch (B b) {
                    await(point(2));
                    log(d + e + b.getMessage());
                }
                return Coroutine.of(0);
                """);
    }

    @Test
    void liveOnlyInTheHandlerAtTheAwait() {
        Shape.body(
                """
                String d = s("d");
                long e = l(5);
                try {
                    await(point(0));
                    return Coroutine.of("fine");
                } catch (PointFailure | CancelledError a) {
                    return Coroutine.of(d + e);
                }
                """);
    }

    @Test
    void assignmentThatFailsKeepsTheOldValue() {
        Shape.body(
                """
                int v = 1;
                try { v = await(fails(new E("x"))); } catch (E e) { log(e); } catch (PointFailure e) { log(v); }
                long w = 2;
                try { w = l(7) + await(point(1L)); w += await(point(5L)); } catch (PointFailure e) { log(w); }
                return Coroutine.of(v + " " + w);
                """);
    }

    @Test
    void valueChangedBeforeTheFailingAwait() {
        Shape.body(
                """
                int v = 1;
                String s = "a";
                try {
                    await(point(0));
                    v = 2;
                    await(point(0));
                    v = 3;
                    s = s + v;
                    await(point(0));
                    s = null;
                    v = await(point(9));
                } catch (PointFailure e) {
                    log("v" + v + s);
                } finally {
                    log("f" + v + s);
                }
                return Coroutine.of(v + s);
                """);
    }

    @Test
    void smallIntsThroughOneSlot() {
        Shape.body(
                """
                { boolean z = await(point(true)); await(point(0)); log(z); z = !z; await(point(0)); log(z); }
                { byte b = await(point((byte) -7)); await(point(0)); log(b); b++; await(point(0)); log(b); }
                { char c = await(point('x')); await(point(0)); log(c); c++; await(point(0)); log(c); }
                { short s = await(point((short) -700)); await(point(0)); log(s); s--; await(point(0)); log(s); }
                { int i = 'a'; await(point(0)); log(i); char c = (char) i; await(point(0)); log(c); }
                return Coroutine.of(0);
                """);
    }

    @Test
    void smallParameters() {
        Shape.body(
                "return Coroutine.of(await(m(true, (byte) -1, 'q', (short) -2, 1.5f, 2L)));",
                """
                @Async static Coroutine<String> m(boolean z, byte b, char c, short s, float f, long l) {
                    await(point(0));
                    b += 1; c += 1; s += 1; f += 1; z = !z; l++;
                    await(point(0));
                    return Coroutine.of("" + z + b + c + s + f + l);
                }
                """);
    }

    @Test
    void parametersReassigned() {
        Shape.body(
                "return Coroutine.of(await(m(1, \"a\", 2L, new int[] {3})));",
                """
                @Async static Coroutine<String> m(int a, String b, long c, int[] d) {
                    a++; b += a;
                    await(point(0));
                    c = await(point(c * 2)); d = new int[] {a};
                    await(point(0));
                    b = null;
                    await(point(0));
                    return Coroutine.of(a + b + c + d[0]);
                }
                """);
    }

    @Test
    void slotZeroReusedInStatic() {
        Shape.body(
                """
                { Object first = new Pair(1, 2); log(first); }
                { long l = 5; await(point(0)); log(l); }
                { int i = 5; await(point(0)); log(i); }
                { String s = "z"; await(point(0)); log(s); }
                return Coroutine.of(1);
                """);
    }

    @Test
    void thisOverwritten() {
        Shape.members(
                """
                int f = 5;
                @Async Coroutine<Integer> m(Object o) {
                    o = this;
                    await(point(0));
                    ThisOverwritten t = (ThisOverwritten) o;
                    o = null;
                    await(point(0));
                    return Coroutine.of(t.f + f);
                }
                @Async static Coroutine<?> go() { return new ThisOverwritten().m("x"); }
                """);
    }

    @Test
    void listThenThrowableThenPair() {
        Shape.body(
                """
                for (int i = 0; i < 2; i++) {
                    { List<Integer> x = new ArrayList<>(); x.add(await(point(1))); log(x); }
                    try { if (await(point(true))) throw new E("e"); } catch (E x) { await(point(0)); log(x); }
                    { Pair x = new Pair(await(point(1)), i); await(point(0)); log(x); }
                }
                return Coroutine.of(0);
                """);
    }

    @Test
    void unusedCatchParameter() {
        Shape.body(
                """
                int n = 0;
                for (int i = 0; i < 2; i++) {
                    try { n += await(point(1)); } catch (PointFailure unused) { n += 10; } catch (CancelledError unused) { n += await(point(100)); }
                    await(point(0));
                }
                return Coroutine.of(n);
                """);
    }

    @Test
    void floatAndIntShareASlotAroundFinally() {
        Shape.body(
                """
                try {
                    { float f = 1.5f; await(point(0)); log(f); }
                    { int i = 3; await(point(0)); log(i); }
                } catch (PointFailure e) {
                    { int i = 4; await(point(0)); log(i); }
                    { float f = 2.5f; await(point(0)); log(f); }
                } finally {
                    { float g = 3.5f; await(point(0)); log(g); }
                    { int h = 5; await(point(0)); log(h); }
                }
                return Coroutine.of(0);
                """);
    }

    @Test
    void reassignedInDoWhile() {
        Shape.body(
                """
                String s = "old";
                int n = 0;
                do {
                    log(s);
                    s = await(point("new" + n));
                    String t = s;
                    s = null;
                    await(point(0));
                    s = t + "!";
                } while (await(point(++n)) < 3);
                return Coroutine.of(s);
                """);
    }

    @Test
    void swapInLoop() {
        Shape.body(
                """
                String a = "a", b = "b";
                long x = 1, y = 2;
                for (int i = 0; i < 3; i++) {
                    String t = a; a = b; b = t;
                    await(point(i));
                    long u = x; x = y; y = u + x;
                    await(point(i));
                }
                return Coroutine.of(a + b + x + y);
                """);
    }

    @Test
    void twoNamesForOneObject() {
        Shape.body(
                """
                StringBuilder a = new StringBuilder("x");
                StringBuilder b = a;
                await(point(0));
                b.append(await(point("y")));
                return Coroutine.of(a == b ? a.toString() : "copies!");
                """);
    }

    @Test
    void capturedVariables() {
        Shape.body(
                """
                int base = await(point(5));
                String s = "s";
                class Local { int add(int x) { return base + x; } @Async Coroutine<String> go() { return Coroutine.of(s + await(point(base)) + add(1)); } }
                Local l = new Local();
                await(point(0));
                record R(int a, String b) { R { if (a < 0) throw new E("neg"); } int sum() { return a + b.length(); } }
                R r = new R(await(point(3)), s + await(point("t")));
                IntSupplier sup = () -> base + r.a();
                await(point(0));
                return Coroutine.of(l.add(await(point(2))) + await(l.go()) + r + r.sum() + sup.getAsInt());
                """);
    }

    @Test
    void manyOfOneTypeDisjoint() {
        Shape.body(
                """
                { String x = "1"; await(point(0)); log(x); }
                { String y = "2"; await(point(0)); log(y); { String z = "3"; await(point(0)); log(y + z); } }
                { String z = "4", x = "5"; await(point(0)); log(x + z); }
                return Coroutine.of(0);
                """);
    }

    @Test
    void uninitialisedUntilLoop() {
        Shape.body(
                """
                int last;
                int i = 0;
                do { last = await(point(i)); } while (++i < 3);
                final String f;
                if (last == 2) f = await(point("two")); else f = "other";
                return Coroutine.of(last + f);
                """);
    }

    @Test
    void valueFromEitherBranchOfTry() {
        Shape.body(
                """
                Object o;
                int n;
                try { o = await(point("s")); n = 1; } catch (PointFailure e) { o = e; n = await(point(2)); }
                await(point(0));
                return Coroutine.of(o + " " + n);
                """);
    }

    @Test
    void changedInTryThatDoesNotAwait() {
        Shape.body(
                """
                int v = 1;
                String s = "old";
                await(point(0));
                try {
                    v = 2;
                    s = "new";
                    thrown("x");
                    s = "never";
                } catch (E e) {
                    await(point(0));
                }
                await(point(0));
                return Coroutine.of(v + s);
                """);
    }
}
