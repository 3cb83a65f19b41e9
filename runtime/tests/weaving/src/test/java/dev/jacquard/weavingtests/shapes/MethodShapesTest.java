package dev.jacquard.weavingtests.shapes;

import org.junit.jupiter.api.Test;

/** Kinds of methods, classes, lambdas and calls. */
class MethodShapesTest {
    @Test
    void kindsOfMethods() {
        Shape.members(
                """
                interface I {
                    @Async default Coroutine<String> def(int x) { return Coroutine.of("def" + await(priv(x)) + await(stat(x)) + await(abs("q"))); }
                    @Async private Coroutine<Integer> priv(int x) { return Coroutine.of(await(point(x)) + 1); }
                    @Async static Coroutine<Integer> stat(int x) { return Coroutine.of(await(point(x)) + 2); }
                    @Async Coroutine<String> abs(String s);
                }
                static class C implements I {
                    int f = 3;
                    @Async public Coroutine<String> abs(String s) { f += await(point(1)); return Coroutine.of(s + f); }
                    @Async final Coroutine<Integer> fin() { return Coroutine.of(await(point(f)) * 2); }
                    @Async protected Coroutine<Integer> prot(int... xs) { int n = 0; for (int x : xs) n += await(point(x)); return Coroutine.of(n); }
                }
                static class D extends C {
                    @Override @Async public Coroutine<String> def(int x) { return Coroutine.of("D" + await(super.def(x + 1)) + await(prot(1, 2))); }
                    @Override public Coroutine<String> abs(String s) { return Coroutine.of("unwoven" + s); }
                }
                @Async static Coroutine<?> go() {
                    String s = "";
                    for (C c : new C[] {new C(), new D()}) { I i = c; s += await(i.def(5)) + await(c.fin()) + await(c.prot()) + await(i.abs("z")); }
                    return Coroutine.of(s);
                }
                """);
    }

    @Test
    void bridges() {
        Shape.members(
                """
                interface Source<T> { @Async Coroutine<T> get(T in); }
                static class Strings implements Source<String> { @Override @Async public Coroutine<String> get(String in) { return Coroutine.of(in + await(point("!"))); } }
                static abstract class Base { @Async Coroutine<? extends Number> num() { return Coroutine.of(await(point(1))); } abstract AutoCloseable x(); }
                static class Derived extends Base { @Override @Async Coroutine<Integer> num() { return Coroutine.of((Integer) await(super.num()) + await(point(1))); } Res x() { return null; } }
                @Async static <T> Coroutine<T> twice(Source<T> s, T v) { T once = await(s.get(v)); return Coroutine.of(await(s.get(once))); }
                @Async static Coroutine<?> go() {
                    Base b = new Derived();
                    return Coroutine.of(await(twice(new Strings(), "a")) + await(b.num()));
                }
                """);
    }

    @Test
    void overridesInSubclassAndPackagePrivate() {
        Shape.members(
                """
                static class A1 { @Async Coroutine<String> m(int d) { return Coroutine.of("A" + (d > 0 ? await(m(d - 1)) : await(point("a")))); } }
                static class B1 extends A1 { @Override @Async Coroutine<String> m(int d) { return Coroutine.of("B" + await(super.m(d)) + await(point("b"))); } }
                static class C1 extends B1 { @Override Coroutine<String> m(int d) { return d == 0 ? super.m(0) : Coroutine.of("c"); } }
                @Async static Coroutine<?> go() {
                    String s = "";
                    for (A1 a : Arrays.asList(new A1(), new B1(), new C1())) { s += await(a.m(1)) + await(a.m(0)); }
                    return Coroutine.of(s);
                }
                """);
    }

    @Test
    void overloads() {
        Shape.members(
                """
                @Async static Coroutine<String> m(int a) { return Coroutine.of("i" + await(point(a))); }
                @Async static Coroutine<String> m(long a) { return Coroutine.of("l" + await(point(a))); }
                @Async static Coroutine<String> m(String a) { return Coroutine.of("s" + await(point(a))); }
                @Async static Coroutine<String> m(Object... a) { return Coroutine.of("v" + await(point(a.length))); }
                @Async Coroutine<String> m() { return Coroutine.of("n" + await(m(1)) + await(m(2L)) + await(m("x")) + await(m(1, 2))); }
                @Async static Coroutine<?> go() { return new Overloads().m(); }
                """);
    }

    @Test
    void lambdas() {
        Shape.members(
                """
                int f = 2;
                @Async <T> Coroutine<T> call(AsyncCallable<T> c) { log("call"); T t = await(c.call()); await(point(0)); return Coroutine.of(t); }
                @Async Coroutine<?> m(int p) {
                    long cap = 5;
                    String s = "s";
                    AsyncCallable<Integer> a = () -> Coroutine.of(await(point(1)) + p);
                    AsyncFunction<Integer, String> g = x -> { int y = x + await(point(x)); return Coroutine.of(s + y + cap + await(point(f))); };
                    AsyncCallable<String> nested = () -> {
                        int local = await(a.call());
                        AsyncCallable<String> inner = () -> Coroutine.of(await(g.apply(local)) + s + local + f++);
                        return Coroutine.of(await(call(inner)) + await(inner.call()));
                    };
                    Supplier<Coroutine<Integer>> other = () -> { log("supplied"); return Coroutine.of(await(point(7)) * p); };
                    return Coroutine.of(await(call(a)) + await(call(a)) + await(g.apply(3)) + await(call(nested)) + await(other.get()));
                }
                @Async static Coroutine<?> go() { return new Lambdas().m(4); }
                """);
    }

    @Test
    void lambdasAreLazyAndStartEachTime() {
        Shape.body(
                """
                int[] n = {0};
                AsyncCallable<Integer> c = () -> { log("start" + n[0]); n[0]++; return Coroutine.of(n[0] * await(point(1))); };
                Coroutine<Integer> one = c.call();
                log("made one");
                Coroutine<Integer> two = c.call();
                int b = await(two);
                int a = await(one);
                AsyncCallable<String> noAwait = () -> { log("body"); return Coroutine.of("x"); };
                Coroutine<String> three = noAwait.call();
                log("made three");
                return Coroutine.of(a + " " + b + await(three));
                """);
    }

    @Test
    void methodReferences() {
        Shape.members(
                """
                @Async static Coroutine<String> m(int x) { return Coroutine.of("m" + await(point(x))); }
                @Async Coroutine<String> n() { return Coroutine.of("n" + await(point(9))); }
                @Async static Coroutine<?> go() {
                    AsyncFunction<Integer, String> f = MethodReferences::m;
                    AsyncCallable<String> g = new MethodReferences()::n;
                    Function<MethodReferences, Coroutine<String>> h = MethodReferences::n;
                    return Coroutine.of(await(f.apply(1)) + await(g.call()) + await(h.apply(new MethodReferences())));
                }
                """);
    }

    @Test
    void lambdaInFieldInitialiser() {
        Shape.members(
                """
                static final AsyncCallable<Integer> S = () -> Coroutine.of(await(point(1)));
                final int k = 3;
                final AsyncFunction<Integer, Integer> f = x -> Coroutine.of(await(point(x)) + this.k);
                @Async static Coroutine<?> go() { return Coroutine.of(await(S.call()) + await(new LambdaInFieldInitialiser().f.apply(2)) + await(S.call())); }
                """);
    }

    @Test
    void laziness() {
        Shape.members(
                """
                @Async static Coroutine<Integer> m(int x) { log("start" + x); int r = await(point(x)); log("end" + x); return Coroutine.of(r); }
                @Async static Coroutine<?> go() {
                    Coroutine<Integer> a = m(i(1));
                    log("made");
                    Coroutine<Integer> b = m(i(2));
                    int s = await(b);
                    await(point(0));
                    List<Coroutine<Integer>> more = Arrays.asList(m(3), m(4));
                    for (Coroutine<Integer> c : more) s += await(c);
                    return Coroutine.of(s + await(a));
                }
                """);
    }

    @Test
    void returnsOtherCoroutine() {
        Shape.members(
                """
                @Async static Coroutine<Integer> even(int n) { log("e" + n); if (n == 0) return Coroutine.of(0); await(point(n)); return odd(n - 1); }
                @Async static Coroutine<Integer> odd(int n) { log("o" + n); Coroutine<Integer> c = even(n - 1); log("made"); return c; }
                static Coroutine<Integer> notWoven(int n) { return odd(n); }
                @Async static Coroutine<?> go() { int x = await(even(4)); return x == 0 ? notWoven(3) : Coroutine.failed(new E("x")); }
                """);
    }

    @Test
    void returnsFailedAndDone() {
        Shape.body(
                """
                await(nothing());
                try { await(bad()); } catch (A e) { log(e); }
                Object v = await(nothing());
                return v == null ? Coroutine.failed(new B("end" + await(point(1)))) : Coroutine.done();
                """,
                """
                @Async static Coroutine<Void> nothing() { await(point(0)); return Coroutine.done(); }
                @Async static Coroutine<Integer> bad() throws A { await(point(0)); return Coroutine.failed(new A("failed")); }
                """);
    }

    @Test
    void recursion() {
        Shape.body(
                "return Coroutine.of(await(f(3)) + await(fib(4)));",
                """
                @Async static Coroutine<Integer> f(int n) { return n == 0 ? Coroutine.of(0) : Coroutine.of(n + await(f(n - 1)) + await(point(1))); }
                @Async static Coroutine<Integer> fib(int n) { return n < 2 ? Coroutine.of(n) : Coroutine.of(await(fib(n - 1)) + await(fib(n - 2))); }
                """);
    }

    @Test
    void deepRecursionWithSuspensions() {
        Shape.body(
                "return Coroutine.of(await(f(12)));",
                """
                @Async static Coroutine<Integer> f(int n) {
                    if (n == 0) return Coroutine.of(await(point(0)));
                    int a = await(f(n - 1));
                    int b = n % 4 == 0 ? await(point(n)) : n;
                    return Coroutine.of(a + b);
                }""");
    }

    @Test
    void innerLocalAnonymous() {
        Shape.members(
                """
                int o = 1;
                class In { int p = 2; class Deep { @Async Coroutine<Integer> m(int q) { p += await(point(q)); return Coroutine.of(o++ + p); } } }
                @Async Coroutine<?> m() {
                    int cap = await(point(5));
                    AsyncCallable<Integer> anon = new AsyncCallable<Integer>() {
                        int own = 3;
                        @Override @Async public Coroutine<Integer> call() { own += await(point(cap)); return Coroutine.of(own + o); }
                    };
                    int r = await(anon.call()) + await(anon.call());
                    In in = new In();
                    In.Deep d = in.new Deep();
                    return Coroutine.of(r + await(d.m(1)) * 100 + await(d.m(2)));
                }
                @Async static Coroutine<?> go() { return new InnerLocalAnonymous().m(); }
                """);
    }

    @Test
    void enumsAndRecords() {
        Shape.members(
                """
                enum Op {
                    ADD { @Override @Async Coroutine<Integer> apply(int a, int b) { return Coroutine.of(await(point(a)) + b); } },
                    MUL { @Override @Async Coroutine<Integer> apply(int a, int b) { return Coroutine.of(a * await(point(b)) + ordinal()); } };
                    abstract Coroutine<Integer> apply(int a, int b);
                    @Async static Coroutine<Integer> all(int x) { int s = 0; for (Op op : values()) s = s * 100 + await(op.apply(x, 3)); return Coroutine.of(s); }
                }
                record P(int x, String y) {
                    static int made;
                    P { x = Math.abs(x); log("P"); }
                    @Async Coroutine<P> next() { return Coroutine.of(new P(x + await(point(1)), y + await(point("n")))); }
                }
                @Async static Coroutine<?> go() { P p = new P(-1, "a"); p = await(p.next()); return Coroutine.of(await(p.next()) + " " + await(Op.all(5))); }
                """);
    }

    @Test
    void genericMethods() {
        Shape.members(
                """
                static class Box<T extends Comparable<T>> {
                    T v;
                    Box(T v) { this.v = v; }
                    @Async Coroutine<T> max(T o) { T w = await(point(o)); return Coroutine.of(v.compareTo(w) > 0 ? v : w); }
                    @Async <R> Coroutine<List<R>> map(AsyncFunction<? super T, ? extends R> f) { List<R> l = new ArrayList<>(); l.add(await(f.apply(v))); l.add(await(f.apply(await(max(v))))); return Coroutine.of(l); }
                }
                @Async @SafeVarargs static <T> Coroutine<T> last(T... ts) { T r = null; for (T t : ts) r = await(point(t)); return Coroutine.of(r); }
                @Async static Coroutine<?> go() {
                    int i = await(new Box<>(3).max(5));
                    List<String> l = await(new Box<>("k").map(s -> Coroutine.of(s + await(point("m")))));
                    return Coroutine.of(i + " " + l + await(last("x", "y")) + await(last(1, 2)));
                }
                """);
    }

    @Test
    void monitorsWithoutAwait() {
        Shape.body(
                """
                Object a = new Object();
                int n = 0;
                synchronized (a) { n++; }
                n += await(point(1));
                synchronized (a) { synchronized (log("x", a) == null ? "" : a) { n++; } if (n > 1000) return Coroutine.of(-1); }
                await(point(2));
                try { synchronized (a) { thrown("in monitor"); } } catch (E e) { n += await(point(10)); }
                return Coroutine.of(n + " " + Thread.holdsLock(a));
                """);
    }

    @Test
    void monitorLeftByReturnAndBreak() {
        Shape.body(
                """
                Object a = "lock";
                for (int i = 0; i < 3; i++) {
                    await(point(i));
                    synchronized (a) { if (i == 0) continue; if (i == 1) break; }
                }
                return Coroutine.of(await(point(1)));
                """);
    }

    @Test
    void checkedExceptions() {
        Shape.body(
                """
                try { await(m(1)); } catch (A e) { log(e.getMessage()); }
                try { await(m(2)); } catch (B e) { log(e.getMessage() + await(point(1))); }
                return Coroutine.of(await(m(3)));
                """,
                """
                @Async static Coroutine<Integer> m(int i) throws A, B {
                    await(point(i));
                    if (i == 1) throw new A("a");
                    if (i == 2) throw new B("b");
                    return Coroutine.of(i);
                }""");
    }

    @Test
    void qualifiedAwait() {
        Shape.body(
                "return Coroutine.of(new Own().await(2) + Asyncio.await(new Own().m()));",
                """
                static class Own {
                    int await(int x) { return x; }
                    @Async Coroutine<Integer> m() { return Coroutine.of(await(1) + Asyncio.await(point(5))); }
                }
                """);
    }

    @Test
    void stageReturning() {
        Shape.body(
                """
                String s = await(stageMethod("a")) + await(viaStage(2));
                AsyncCallable<String> c = () -> Coroutine.of(await(stageMethod("l")));
                Supplier<CompletionStage<String>> lam = () -> CompletableFuture.completedFuture(await(point("q")));
                try { await(badStage()); } catch (A e) { s += e.getMessage(); }
                return Coroutine.of(s + await(c.call()) + await(lam.get()));
                """,
                """
                @Async static CompletableFuture<String> stageMethod(String x) { await(point(0)); return CompletableFuture.completedFuture(x + await(point("s"))); }
                @Async static CompletionStage<Integer> viaStage(int n) { if (n == 0) return CompletableFuture.completedFuture(await(point(1))); return viaStage(n - 1); }
                @Async static CompletableFuture<Integer> badStage() throws A { await(point(0)); throw new A("staged"); }
                """);
    }

    @Test
    void generators() {
        Shape.body(
                """
                String s = "";
                for (int v : count(3)) { s += v + await(point(":")); }
                for (String t : mapped(count(4))) { s += t; if (t.equals("<2>")) break; }
                return Coroutine.of(s);
                """,
                """
                @Async static AsyncGenerator<Integer> count(int n) {
                    for (int i = 0; i < n; i++) { log("gen" + i); emit(await(point(i))); await(point(0)); }
                    return AsyncGenerator.end();
                }
                @Async static AsyncGenerator<String> mapped(AsyncGenerator<Integer> in) {
                    for (int i : in) { emit("<" + i + ">"); }
                    emit("last" + await(point(1)));
                    return AsyncGenerator.end();
                }
                """);
    }

    @Test
    void generatorThatFails() {
        Shape.body(
                """
                String s = "";
                try { for (int v : bad()) { s += v; await(point(0)); } } catch (E e) { s += e.getMessage(); }
                return Coroutine.of(s);
                """,
                "@Async static AsyncGenerator<Integer> bad() { emit(1); emit(await(point(2)));"
                        + " throw new E(\"gen\" + await(point(3))); }");
    }

    @Test
    void noAwaitAtAll() {
        Shape.body(
                "int r = await(none()); return Coroutine.of(r + await(point(1)));",
                "@Async static Coroutine<Integer> none() { log(\"none\"); return" + " Coroutine.of(i(4)); }");
    }

    @Test
    void awaitOfVoidResultDiscarded() {
        Shape.body(
                "await(nothing()); await(point(5L)); await(point(2.0)); nothing().close(); return"
                        + " Coroutine.of(0);",
                "@Async static Coroutine<Void> nothing() { log(\"n\"); await(point(0)); return"
                        + " Coroutine.done(); }");
    }

    @Test
    void serializableClassWithoutUid() {
        Shape.freshMembers(
                """
                static class S implements java.io.Serializable { int x; @Async public Coroutine<Integer> m() { return Coroutine.of(await(point(x))); } private void p() {} }
                @Async static Coroutine<?> go() { await(point(0)); return Coroutine.of(java.io.ObjectStreamClass.lookup(S.class).getFields().length + await(new S().m())); }
                """);
    }

    @Test
    void callerSensitiveAndReflection() {
        Shape.body(
                """
                Class<?> k = Class.forName("program.CallerSensitiveAndReflection");
                await(point(0));
                java.lang.invoke.MethodHandle h = java.lang.invoke.MethodHandles.lookup().findStatic(k, "priv", java.lang.invoke.MethodType.methodType(int.class));
                await(point(0));
                int n;
                try { n = (int) h.invokeExact(); } catch (Throwable t) { throw new B("no"); }
                return Coroutine.of(n + k.getSimpleName().length());
                """,
                "private static int priv() { return 3; }");
    }

    /** javac leaves the lambda's method behind, but not the instruction that makes the lambda. */
    @Test
    void lambdaInCodeThatJavacDrops() {
        Shape.body(
                """
                if (false) {
                    AsyncCallable<Integer> c = () -> Coroutine.of(await(point(1)));
                    log(await(c.call()));
                }
                return Coroutine.of(await(point(2)));
                """);
    }
}
