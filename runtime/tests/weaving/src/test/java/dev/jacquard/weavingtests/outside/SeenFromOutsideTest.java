package dev.jacquard.weavingtests.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jacquard.weavingtests.harness.ByteLoader;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Weaving;
import java.io.IOException;
import java.io.ObjectStreamClass;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of what the weaver adds to a class is to be seen by others. */
class SeenFromOutsideTest {
    private static final String IMPORTS =
            """
            package program;
            import static dev.jacquard.Asyncio.*;
            import dev.jacquard.*;
            import dev.jacquard.annotations.Async;
            import java.util.*;
            import java.util.concurrent.*;
            """;

    /** One method of each modifier in each kind of class, with and without a suspension. */
    private static Map<String, String> everyKindOfMethod() {
        List<String> classes = List.of(
                "public class Plain",
                "class Hidden extends Plain",
                "public final class Last implements java.io.Serializable",
                "public abstract class Base<T extends Comparable<T>>");
        Map<String, String> sources = new LinkedHashMap<>();
        for (String head : classes) {
            String name = head.replaceAll(".*class (\\w+).*", "$1");
            sources.put("program." + name, IMPORTS + head + " {" + members(name) + "}");
        }
        sources.put(
                "program.Kinds",
                IMPORTS
                        + """
                                public enum Kinds {
                                    A {
                                        @Async @Override Coroutine<String> each() {
                                            await(sleep(0));
                                            return Coroutine.of("a");
                                        }
                                    };
                                    @Async Coroutine<String> each() {
                                        await(sleep(0));
                                        return Coroutine.of("");
                                    }
                                }""");
        sources.put(
                "program.Pair",
                IMPORTS
                        + "public record Pair<A>(A a) { @Async public Coroutine<A> get() {"
                        + " await(sleep(0)); return Coroutine.of(a); } }");
        sources.put(
                "program.Repo",
                IMPORTS
                        + """
                                public interface Repo {
                                    Coroutine<String> find(int id);
                                    @Async default Coroutine<String> pair(int id) {
                                        return Coroutine.of(await(find(id)) + await(hidden(id + 1)) + await(one()));
                                    }
                                    @Async default Coroutine<String> none() {
                                        return Coroutine.of("");
                                    }
                                    @Async static Coroutine<Integer> one() {
                                        await(sleep(0));
                                        return Coroutine.of(1);
                                    }
                                    @Async private Coroutine<String> hidden(int id) {
                                        return Coroutine.of(await(find(id)) + await(Repo.secret()));
                                    }
                                    @Async private static Coroutine<Integer> secret() {
                                        await(sleep(0));
                                        return Coroutine.of(2);
                                    }
                                }""");
        return sources;
    }

    private static String members(String name) {
        StringBuilder members = new StringBuilder();
        int n = 0;
        for (String access : List.of("public ", "protected ", "", "private ")) {
            for (String more : List.of("", "static ", "final ", "strictfp ")) {
                String m = "m" + name + ++n;
                members.append("@Async ")
                        .append(access)
                        .append(more)
                        .append("Coroutine<Integer> ")
                        .append(m)
                        .append("(int x, long y) { await(sleep(0)); return Coroutine.of(x); }\n" + "@Async ")
                        .append(access)
                        .append(more)
                        .append("CompletableFuture<String> ")
                        .append(m)
                        .append("(String... x) throws Exception { return")
                        .append(" CompletableFuture.completedFuture(x[0]); }\n@Async ")
                        .append(access)
                        .append(more)
                        .append("AsyncGenerator<Integer> ")
                        .append(m)
                        .append("() { emit(1); AsyncCallable<Integer> c = () -> ")
                        .append("Coroutine.of(await(Coroutine.of(5)));")
                        .append(" emit(await(c.call())); return AsyncGenerator.end(); }\n");
            }
        }
        return members.toString();
    }

    @Test
    void nothingButPrivateMembersIsAdded() {
        Map<String, byte[]> plain = InMemoryCompiler.debug().compile(everyKindOfMethod());
        Weaving woven = Weaving.of(plain);
        assertThat(woven.refusals()).isEmpty();
        assertThat(woven.methods()).hasSizeGreaterThan(200);
        plain.forEach((name, bytes) -> assertThat(Seen.of(woven.classes().get(name)))
                .as(name)
                .containsExactlyInAnyOrderElementsOf(Seen.of(bytes)));
    }

    /** A synthetic method is not covered by JaCoCo, and debuggers step through it. */
    @Test
    void theBodiesAreTheUsersInNameAndNotSynthetic() {
        Map<String, byte[]> plain = InMemoryCompiler.debug().compile(everyKindOfMethod());
        Weaving woven = Weaving.of(plain);
        assertThat(Seen.bodies(woven.classes().get("program/Repo")))
                .containsExactlyInAnyOrder(
                        "pair", "pair", "none", "one", "one", "hidden", "hidden", "secret", "secret");
    }

    @Test
    void reflectionSeesThePublicMethodsOfTheSource() throws Exception {
        Map<String, byte[]> plain = InMemoryCompiler.debug().compile(everyKindOfMethod());
        for (String name : List.of("program.Plain", "program.Last", "program.Repo")) {
            assertThat(publicMethods(Weaving.of(plain).classes(), name))
                    .containsExactlyInAnyOrderElementsOf(publicMethods(plain, name));
        }
    }

    private static List<String> publicMethods(Map<String, byte[]> classes, String name) throws ClassNotFoundException {
        return Arrays.stream(load(classes, name).getMethods())
                .map(Method::toString)
                .toList();
    }

    private static Class<?> load(Map<String, byte[]> classes, String name) throws ClassNotFoundException {
        return new ByteLoader("outside", classes, SeenFromOutsideTest.class.getClassLoader()).loadClass(name);
    }

    @Test
    void whatWasSerialisedUnwovenCanBeRead() throws Exception {
        Map<String, byte[]> plain = InMemoryCompiler.debug().compile(everyKindOfMethod());
        assertThat(ObjectStreamClass.lookup(load(Weaving.of(plain).classes(), "program.Last"))
                        .getSerialVersionUID())
                .isEqualTo(ObjectStreamClass.lookup(load(plain, "program.Last")).getSerialVersionUID());
    }

    @Test
    void clientsCompileAsAgainstUnwovenClasses(@TempDir Path folder) throws Exception {
        String api = IMPORTS
                + """
                        public class Api {
                            @Async public static Coroutine<Integer> tick() { await(sleep(1)); return Coroutine.of(1); }
                            @Async public static Coroutine<Integer> load(String id) { await(sleep(1)); return Coroutine.of(1); }
                            @Async public Coroutine<Integer> size(String id) { await(sleep(1)); return Coroutine.of(id.length()); }
                            public Integer rank() { return 1; }
                            @Async protected Coroutine<Integer> rank(int x) { await(sleep(1)); return Coroutine.of(x); }
                            @Async public CompletableFuture<Integer> later(String s) { await(sleep(1)); return CompletableFuture.completedFuture(1); }
                        }
                        """;
        String client = IMPORTS
                + """
                        class Client extends Api {
                            interface Tri<A, B, C, R> { R apply(A a, B b, C c); }
                            static <A, R> void add(java.util.function.Function<A, R> f) {}
                            static <A, B, C, R> void add(Tri<A, B, C, R> f) {}
                            static void four(java.util.function.BiFunction<Api, String, ?> f) {}
                            @Override protected Coroutine<Integer> rank(int x) { return super.rank(x + 1); }
                            void use(ExecutorService pool, Api api) throws Exception {
                                pool.submit(Api::tick);
                                add((java.util.function.Function<String, Coroutine<Integer>>) Api::load);
                                Optional.of("x").map(Api::load).get();
                                List.of("a", "b").stream().map(api::size).toList();
                                CompletableFuture.supplyAsync(Api::tick).thenApply(x -> x);
                                Comparator<Api> byRank = Comparator.comparing(Api::rank);
                                four(Api::size);
                                four(Api::later);
                                var chain = CompletableFuture.completedFuture("x").thenCompose(api::later);
                                Asyncio.run(Api::tick);
                            }
                        }
                        """;
        Map<String, byte[]> plain = InMemoryCompiler.debug().compile(Map.of("program.Api", api));
        for (Map<String, byte[]> classes : List.of(plain, Weaving.of(plain).classes())) {
            write(classes, folder);
            assertThat(InMemoryCompiler.against(folder).compile(Map.of("program.Client", client)))
                    .containsKey("program/Client");
        }
    }

    private static void write(Map<String, byte[]> classes, Path folder) throws IOException {
        for (Map.Entry<String, byte[]> e : classes.entrySet()) {
            Path file = folder.resolve(e.getKey() + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, e.getValue());
        }
    }

    /** Knows the methods of the source, as handlers of Spring Data or Retrofit do. */
    @Test
    void aProxysHandlerIsCalledWithTheMethodsOfTheSource() throws Exception {
        String main = IMPORTS
                + """
                        import java.lang.reflect.*;
                        public class Main {
                            static final List<String> CALLS = new ArrayList<>();
                            @Async static Coroutine<String> slow(String s) { await(sleep(0)); return Coroutine.of(s); }
                            static Object handle(Object proxy, Method m, Object[] args) throws Throwable {
                                CALLS.add(m.getName());
                                return switch (m.getName() + Arrays.toString(m.getParameterTypes())) {
                                    case "find[int]" -> slow("r" + args[0]);
                                    case "pair[int]", "none[]" -> InvocationHandler.invokeDefault(proxy, m, args);
                                    default -> throw new UnsupportedOperationException(m.toString());
                                };
                            }
                            @Async static Coroutine<String> use(Repo r) {
                                return Coroutine.of(await(r.pair(1)) + await(r.none()) + await(r.pair(5)));
                            }
                            public static String main() {
                                Repo r = (Repo) Proxy.newProxyInstance(Repo.class.getClassLoader(), new Class<?>[] {Repo.class}, Main::handle);
                                return run(use(r)) + run(use(r)) + CALLS.stream().distinct().toList();
                            }
                        }
                        """;
        Map<String, String> sources = everyKindOfMethod();
        sources.keySet().retainAll(List.of("program.Repo"));
        sources.put("program.Main", main);
        Map<String, byte[]> woven =
                Weaving.of(InMemoryCompiler.debug().compile(sources)).classes();
        String once = "r1r221r5r621";
        assertThat(load(woven, "program.Main").getMethod("main").invoke(null))
                .isEqualTo(once + once + "[pair, find, none]");
    }

    /** What logs and profilers take for the place of a call. */
    @Test
    void aStackWalkerFindsTheMethodOfTheSource() throws Exception {
        String main = IMPORTS
                + """
                        public class Main {
                            static String here() {
                                return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(s -> s.skip(1).findFirst())
                                        .map(f -> f.getDeclaringClass().getSimpleName() + "." + f.getMethodName() + ":" + f.getLineNumber()).get();
                            }
                            static String caller() {
                                return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass().getSimpleName();
                            }
                            @Async Coroutine<List<String>> places() {
                                List<String> l = new ArrayList<>();
                                l.add(here());
                                await(sleep(0));
                                l.add(here());
                                l.add(caller());
                                return Coroutine.of(l);
                            }
                            public static List<String> main() { return run(new Main().places()); }
                        }
                        """;
        Map<String, byte[]> woven = Weaving.of(InMemoryCompiler.debug().compile(Map.of("program.Main", main)))
                .classes();
        List<String> lines = List.of(main.split("\n", -1));
        int first = lines.indexOf("        l.add(here());") + 1;
        assertThat(load(woven, "program.Main").getMethod("main").invoke(null))
                .isEqualTo(List.of("Main.places:" + first, "Main.places:" + (first + 2), "Main"));
    }

    /** As shrinkers do. */
    @Test
    void aBodyThatWasTakenAwayIsNamed() throws Exception {
        String main = IMPORTS
                + """
                        public class Main {
                            @Async static Coroutine<Integer> one(int x) { await(sleep(0)); return Coroutine.of(1); }
                            public static Object main() { return run(one(1)); }
                        }
                        """;
        Map<String, byte[]> woven = Weaving.of(InMemoryCompiler.debug().compile(Map.of("program.Main", main)))
                .classes();
        woven.put("program/Main", Seen.withoutBodies(woven.get("program/Main")));
        Method run = load(woven, "program.Main").getMethod("main");
        assertThatThrownBy(() -> run.invoke(null))
                .cause()
                .isInstanceOf(LinkageError.class)
                .hasMessageContaining("program.Main.one(int,Main$one$Coroutine,Driver)Object")
                .hasMessageContaining("Shrinkers");
    }
}
