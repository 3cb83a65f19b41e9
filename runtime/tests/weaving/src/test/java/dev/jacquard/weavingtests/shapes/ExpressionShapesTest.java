package dev.jacquard.weavingtests.shapes;

import org.junit.jupiter.api.Test;

/** Awaits inside expressions, with operands below them on the stack. */
class ExpressionShapesTest {
    @Test
    void argumentAfterWideOperands() {
        Shape.body("return Coroutine.of(mix(1L, 2.0, 3, \"s\", await(point(4))));");
    }

    @Test
    void argumentsAllAwaited() {
        Shape.body("return Coroutine.of(mix(await(point(1L)), await(point(2.5)), await(point(3)),"
                + " await(point(\"s\")), await(point((Object) 'c'))));");
    }

    @Test
    void nestedNew() {
        Shape.body("return Coroutine.of(new Pair(i(1), new Pair(await(point(2)), await(point(3)))));");
    }

    @Test
    void deeplyNestedNew() {
        Shape.body(
                """
                return Coroutine.of(new Pair(new Pair(new Pair(i(1), await(point(2))), s("x")),
                    new Pair(l(7L), new Pair(await(point("y")), new Pair(await(point(5L)), d(2.0))))).toString());
                """);
    }

    @Test
    void orderOfClassInitialisation() {
        Shape.freshMembers(
                """
                static class HasStaticInit {
                    static { log("init"); }
                    final String s;
                    HasStaticInit(String a, int b) { s = a + b; log("made " + s); }
                }
                @Async static Coroutine<?> go() {
                    String s = new HasStaticInit(s("arg"), await(point(1))).s;
                    return Coroutine.of(s);
                }
                """);
    }

    @Test
    void initialisationThatFails() {
        Shape.freshMembers(
                """
                static class HasStaticInit {
                    static { log("init"); thrown("in init"); }
                    HasStaticInit(String a, int b) { }
                }
                @Async static Coroutine<?> go() {
                    try {
                        return Coroutine.of(new HasStaticInit(s("arg"), await(point(1))));
                    } catch (ExceptionInInitializerError e) {
                        await(point(2));
                        return Coroutine.of("caught " + e.getCause().getMessage());
                    }
                }
                """);
    }

    @Test
    void compoundAssignments() {
        Shape.members(
                """
                int f = 10;
                static long g = 3;
                long h = 7;
                String s = "s";
                @Async Coroutine<?> m() {
                    int[] arr = {1, 2, 3};
                    long[] longs = {1, 2, 3};
                    int i = 0;
                    arr[i++] += await(point(5));
                    arr[i++] -= await(point(2));
                    longs[i--] *= await(point(5));
                    this.f += await(point(6));
                    h <<= await(point(2));
                    long old = g;
                    g += await(point(1));
                    g = old;
                    s += await(point("t")) + i;
                    return Coroutine.of(Arrays.asList(arr, longs, i, f, h, s));
                }
                @Async static Coroutine<?> go() { return new CompoundAssignments().m(); }
                """);
    }

    @Test
    void compoundAssignmentsNarrow() {
        Shape.body(
                """
                byte[] bytes = {1, 2};
                char[] chars = {'a', 'b'};
                short sh = 5;
                double[] doubles = {1.5};
                boolean[] flags = {true, false};
                String[] strings = {"a"};
                bytes[0] += await(point(200));
                chars[1] += await(point(1));
                sh *= await(point(10000));
                doubles[0] /= await(point(3));
                flags[1] |= await(point(true));
                flags[0] &= await(point(false));
                strings[0] += await(point("b"));
                return Coroutine.of(Arrays.asList(bytes, chars, sh, doubles, flags, strings));
                """);
    }

    @Test
    void arrayElementOutOfBounds() {
        Shape.body(
                """
                int[] arr = new int[1];
                try {
                    arr[i(3)] = await(point(1));
                } catch (ArrayIndexOutOfBoundsException e) {
                    log("caught " + await(point("x")));
                }
                arr[i(7)] += await(point(2));
                return Coroutine.of(arr);
                """);
    }

    @Test
    void nullReceiverIsSeenAfterTheArguments() {
        Shape.body("String s = null; return Coroutine.of(s.concat(await(point(\"x\"))));");
    }

    @Test
    void concatenation() {
        Shape.body(
                """
                int i = 4;
                Object nothing = null;
                return Coroutine.of("a" + i + await(point(1)) + 'c' + await(point("y")) + 2L + nothing + 1.5f + true);
                """);
    }

    @Test
    void concatenationStartingWithChars() {
        Shape.body("char c = 'x'; return Coroutine.of(c + \"\" + await(point('y')) + (char) (c + 1) +"
                + " await(point(3)));");
    }

    @Test
    void ternaryInArguments() {
        Shape.body(
                """
                boolean c = await(point(true));
                return Coroutine.of(mix(l(1), d(2), c ? await(point(3)) : await(point(4)), s("k"),
                    !c ? await(point("p")) : await(point("q"))));
                """);
    }

    @Test
    void ternaryWhoseConditionAwaits() {
        Shape.body(
                """
                Object o = mix(l(1), d(2), await(point(false)) ? i(3) : i(4), s("k"), null);
                boolean x = await(point(true)) ? await(point(false)) : await(point(true));
                boolean y = await(point(false)) ? x : !x;
                return Coroutine.of(o + " " + x + y);
                """);
    }

    @Test
    void ternaryOfDifferentTypes() {
        Shape.body(
                """
                boolean c = await(point(true));
                Object a = c ? (Object) await(point(1)) : "s";
                Comparable<?> b = c ? await(point("x")) : Integer.valueOf(3);
                double d = c ? await(point(1)) : 2.5;
                Number n = c ? (Number) Integer.valueOf(1) : Double.valueOf(2);
                await(point(0));
                return Coroutine.of(Arrays.asList(a, b, d, n));
                """);
    }

    @Test
    void shortCircuit() {
        Shape.body(
                """
                String r = "";
                if (await(point(true)) && (await(point(false)) || await(point(true)))) { r += "A"; }
                if (await(point(false)) || !await(point(false)) && b(true)) { r += "B"; }
                boolean z = await(point(true)) & await(point(false)) | await(point(true)) ^ b(true);
                return Coroutine.of(r + z);
                """);
    }

    @Test
    void superPrivateAndOuter() {
        Shape.members(
                """
                private int secret = 40;
                static class Base { @Async Coroutine<Integer> m() { return Coroutine.of(await(point(1)) + 1); } int plain() { return 5; } }
                class Inner extends Base {
                    @Override @Async Coroutine<Integer> m() {
                        return Coroutine.of(await(super.m()) + await(priv()) + SuperPrivateAndOuter.this.secret + super.plain() * await(point(2)));
                    }
                    @Async private Coroutine<Integer> priv() { return Coroutine.of(await(point(10)) + secret++); }
                }
                @Async static Coroutine<?> go() {
                    SuperPrivateAndOuter o = new SuperPrivateAndOuter();
                    return Coroutine.of(await(o.new Inner().m()) + o.secret);
                }
                """);
    }

    @Test
    void constructionWithThrowInArguments() {
        Shape.body(
                """
                boolean c = await(point(false));
                try {
                    return Coroutine.of(new Pair(await(point(1)), c ? 2 : (Object) thrown("mid " + await(point("x")))));
                } catch (E e) {
                    return Coroutine.of(e.getMessage() + await(point("y")));
                }
                """);
    }

    @Test
    void constructionWithSwitchInArguments() {
        Shape.body(
                """
                int k = await(point(2));
                return Coroutine.of(new Pair(await(point(1)), switch (k) {
                    case 1 -> "one";
                    case 2 -> { String t = await(point("two")); yield t + k; }
                    default -> throw new E("none");
                }).toString());
                """);
    }

    @Test
    void switchExpressionOnTheStack() {
        Shape.body(
                """
                String key = await(point("b"));
                int n = i(100) + switch (key) {
                    case "a" -> await(point(1));
                    case "b" -> { int t = 0; for (int j = 0; j < 2; j++) { t += await(point(j + 5)); } yield t; }
                    default -> 3;
                } * await(point(2));
                return Coroutine.of(mix(l(9), n, switch (n) { case 122 -> await(point(7)); default -> 8; }, key, n));
                """);
    }

    @Test
    void tryInsideSwitchExpressionWithOperandsBelow() {
        Shape.body(
                """
                int x = await(point(1));
                return Coroutine.of(new Pair(i(5), new Pair(s("below"), switch (x) {
                    case 1 -> {
                        try {
                            yield await(point(10));
                        } catch (PointFailure e) {
                            yield -await(point(20));
                        } finally {
                            log("fin " + await(point("f")));
                        }
                    }
                    default -> 0;
                })) + "t" + await(point(3)) + x);
                """);
    }

    @Test
    void arrayInitialisers() {
        Shape.body(
                """
                int[][] a = {{1, await(point(2))}, {}, {await(point(3))}};
                long[] l = {await(point(4L)), 5};
                Object[] o = {"x", await(point("y")), new int[await(point(2))], new String[await(point(1))][2]};
                boolean[] z = {true, await(point(true))};
                char[] c = {await(point('q'))};
                return Coroutine.of(Arrays.asList(a, l, o, z, c, a[await(point(0))][await(point(1))]));
                """);
    }

    @Test
    void castsAndInstanceOf() {
        Shape.body(
                """
                Object o = await(point((Object) "str"));
                String s = (String) o + (await(point((Object) 5)) instanceof Integer);
                int i = (int) (long) await(point(1L << 33 | 7));
                byte b = (byte) (int) await(point(300));
                float f = await(point(7)) / 2f;
                Integer bad = null;
                try {
                    bad = (Integer) (Object) await(point((Object) "no"));
                } catch (ClassCastException e) {
                    log("cce");
                }
                return Coroutine.of(Arrays.asList(s, i, b, f, bad));
                """);
    }

    @Test
    void patternInstanceOf() {
        Shape.body(
                """
                Object o = await(point((Object) "str"));
                if (o instanceof String t && await(point(t.length())) == 3) {
                    log(t + await(point("!")));
                }
                if (!(await(point((Object) 3L)) instanceof Long n)) {
                    return Coroutine.of("no");
                }
                return Coroutine.of(n + await(point(1)));
                """);
    }

    @Test
    void varargsAndBoxing() {
        Shape.body(
                """
                List<Object> l = Arrays.asList(await(point(1)), 2L, await(point('c')), await(point(1.5f)), null);
                Integer boxed = await(point(5));
                boxed++;
                boxed += await(point(2));
                long sum = boxed + await(point(1L));
                return Coroutine.of(String.format("%s %d %d %s", l, boxed, sum, await(point(true))));
                """);
    }

    @Test
    void incrementBelowAwait() {
        Shape.body(
                """
                int i = 1;
                int r = i++ + await(point(i++)) * i-- + (i = await(point(9))) + i++;
                long l = 5;
                long q = l++ * await(point(l)) + --l;
                i = i++ + await(point(i));
                return Coroutine.of(r + " " + i + " " + q + " " + l);
                """);
    }

    @Test
    void assignmentsAsExpressions() {
        Shape.body(
                """
                int a, b;
                a = b = await(point(3));
                int[] x = new int[3];
                int y = x[a - 2] = await(point(b + 1));
                String s;
                while ((s = await(point(y++ < 6 ? "go" : null))) != null) { log(s); tick(); }
                return Coroutine.of(Arrays.asList(a, b, x, y, s));
                """);
    }

    @Test
    void allPrimitivesOnTheStack() {
        Shape.members(
                """
                static String all(boolean z, byte b, char c, short s, int i, long l, float f, double d, Object o, int last) {
                    return "" + z + b + c + s + i + l + f + d + o + last;
                }
                @Async static Coroutine<?> go() {
                    boolean z = true; byte b = -3; char c = 'c'; short s = -300; int i = 70000; long l = 1L << 40; float f = 1.5f; double d = -0.0;
                    String one = all(z, b, c, s, i, l, f, d, "o", await(point(1)));
                    String two = all(!z, (byte) (b - 1), (char) (c + 1), (short) (s - 1), i + 1, l + 1, f + 1, d + 1, new Pair(1, 2), await(point(2)));
                    return Coroutine.of(one + two + z + b + c + s + i + l + f + d);
                }
                """);
    }

    @Test
    void oneConstantForManyTypes() {
        Shape.body(
                """
                boolean z = true; byte b = 1; char c = 1; short s = 1; int i = 1;
                await(point(0));
                z = !z; b += 1; c += 1; s += 1; i += 1;
                await(point(0));
                return Coroutine.of(Arrays.asList(z, b, c, s, i, z ? b : s));
                """);
    }

    @Test
    void methodCallOnAwaited() {
        Shape.body(
                """
                String s = await(point("abc")).substring(await(point(1))).concat(await(point("z")));
                StringBuilder sb = new StringBuilder().append(await(point(1))).append('x').append(await(point(2L))).append(new char[] {await(point('y'))});
                return Coroutine.of(s + sb.reverse());
                """);
    }

    @Test
    void awaitOfAwait() {
        Shape.body(
                "int i = await(await(point(point(await(point(3)) + 1)))); return"
                        + " Coroutine.of(await(await(inner(i))));",
                """
                @Async static Coroutine<Coroutine<Integer>> inner(int i) {
                    await(point(0));
                    return Coroutine.of(leaf(i));
                }
                @Async static Coroutine<Integer> leaf(int i) {
                    return Coroutine.of(await(point(i)) * 2);
                }""");
    }

    @Test
    void awaitInComparisons() {
        Shape.body(
                """
                String r = "";
                if (await(point(3)) < await(point(4))) r += 1;
                if (l(5) >= await(point(5L))) r += 2;
                if (await(point(1.0)) != d(2)) r += 3;
                if (await(point((Object) null)) == null) r += 4;
                if (await(point("x")) != await(point("y"))) r += 5;
                if (2f > await(point(1f)) == await(point(true))) r += 6;
                return Coroutine.of(r);
                """);
    }

    @Test
    void assertStatement() {
        Shape.body("assert await(point(true)) : await(point(\"no\")); return" + " Coroutine.of(await(point(1)));");
    }

    @Test
    void stageAwaited() {
        Shape.body(
                """
                String r = "" + await(stage(1)) + await(stage("x"));
                try { r += mix(1, 2.0, 3, "s", await(stage(null))); } catch (PointFailure e) { r += await(stage("caught")); }
                return Coroutine.of(r);
                """);
    }

    @Test
    void awaitWithExceptionType() {
        Shape.body(
                """
                try {
                    return Coroutine.of(i(1) + await(m(), A.class));
                } catch (A e) {
                    return Coroutine.of(e.getMessage() + await(point("c")));
                }
                """,
                "@Async static Coroutine<Integer> m() throws A { if (await(point(true))) throw new"
                        + " A(\"a\" + await(point(1))); return Coroutine.of(1); }");
    }
}
