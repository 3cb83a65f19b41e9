package dev.jacquard.weavingtests.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jacquard.weaver.Diagnostic;
import dev.jacquard.weavingtests.harness.ByteLoader;
import dev.jacquard.weavingtests.harness.InMemoryCompiler;
import dev.jacquard.weavingtests.harness.Verification;
import dev.jacquard.weavingtests.harness.Weaving;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An await that cannot suspend is told with the way out of its place. */
class WaysOutTest {
    private static final String IN_METHOD = "await in a method that is not @Async. ";
    private static final String IN_LAMBDA = "await in a lambda that does not return Coroutine. ";

    /** Annotations of libraries that are not here. */
    private static Map<String, String> others() {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String name : List.of(
                "org.springframework.scheduling.annotation.Async",
                "jakarta.ejb.Asynchronous",
                "javax.ejb.Asynchronous",
                "jakarta.enterprise.concurrent.Asynchronous",
                "org.eclipse.microprofile.faulttolerance.Asynchronous",
                "io.smallrye.faulttolerance.api.AsynchronousNonBlocking",
                "net.tascalate.async.async",
                "org.junit.Test",
                "org.junit.Before",
                "org.testng.annotations.Test",
                "org.testng.annotations.BeforeMethod")) {
            int dot = name.lastIndexOf('.');
            sources.put(
                    name,
                    "package "
                            + name.substring(0, dot)
                            + "; import java.lang.annotation.*;"
                            + " @Retention(RetentionPolicy.RUNTIME) public @interface "
                            + name.substring(dot + 1)
                            + " {}");
        }
        return sources;
    }

    private static Weaving weave(String members) {
        Map<String, String> sources = others();
        sources.put("program.Advised", Shape.source("Advised", members));
        Weaving weaving = Weaving.of(InMemoryCompiler.debug().compile(sources));
        Verification.check(weaving.classes());
        return weaving;
    }

    private static void isTold(String members, String reason, String wayOut, String code) {
        assertThat(weave(members).refusals())
                .extracting(Diagnostic::message)
                .singleElement()
                .asString()
                .startsWith("Cannot weave program.Advised")
                .endsWith("): " + reason + wayOut + " [" + code + "]");
    }

    // ---- methods --------------------------------------------------------------------------------

    private static final String BODY = " { await(point(1)); }";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@org.junit.jupiter.api.Test void f()|It is a test: annotate it with @AsyncTest, of"
                        + " jacquard-testing, instead of @Test.",
                "@org.junit.jupiter.api.RepeatedTest(2) void f()|It is called by the tests'"
                        + " framework: annotate it with @Async beside @RepeatedTest.",
                "@org.junit.jupiter.params.ParameterizedTest void f()|It is called by the tests'"
                        + " framework: annotate it with @Async beside @ParameterizedTest.",
                "@org.junit.jupiter.api.BeforeEach void f()|It is called by the tests' framework:"
                        + " annotate it with @Async beside @BeforeEach.",
                "@org.junit.jupiter.api.AfterAll static void f()|It is called by the tests'"
                        + " framework: annotate it with @Async beside @AfterAll.",
                "@net.jqwik.api.Property void f()|It is called by the tests' framework: annotate it"
                        + " with @Async beside @Property.",
                "@net.jqwik.api.lifecycle.BeforeTry void f()|It is called by the tests' framework:"
                        + " annotate it with @Async beside @BeforeTry.",
                "@org.junit.Test public void f()|It is called by the tests' framework: annotate it"
                        + " with @Async beside @Test.",
                "@org.junit.Before public void f()|It is called by the tests' framework: annotate"
                        + " it with @Async beside @Before.",
                "@org.testng.annotations.Test public void f()|It is called by the tests'"
                        + " framework: annotate it with @Async beside @Test.",
                "@org.testng.annotations.BeforeMethod void f()|It is called by the tests'"
                        + " framework: annotate it with @Async beside @BeforeMethod.",
                "@org.junit.jupiter.api.DisplayName(\"x\") void f()|Annotate it with @Async and let"
                        + " it return Coroutine<Void>, or move the await out.",
                "public static void main(String[] args)|In main, run a coroutine: run(f()) with an"
                        + " @Async method f, or run(() -> ...).",
                "static void main(String text)|Annotate it with @Async and let it return"
                        + " Coroutine<Void>, or move the await out.",
                "void f()|Annotate it with @Async and let it return Coroutine<Void>, or move the" + " await out.",
            })
    void byWhatTheMethodIs(String method, String wayOut) {
        isTold(method + BODY, IN_METHOD, wayOut, "W01");
    }

    @ParameterizedTest
    @CsvSource({
        "int, Coroutine<Integer>", "boolean, Coroutine<Boolean>", "long, Coroutine<Long>",
        "byte, Coroutine<Byte>", "char, Coroutine<Character>", "short, Coroutine<Short>",
        "float, Coroutine<Float>", "double, Coroutine<Double>", "String, Coroutine",
    })
    void aPlainResultIsThatOfTheCoroutine(String type, String coroutine) {
        isTold(
                type + " f() { Object o = await(point(1)); return (" + type + ") o; }",
                IN_METHOD,
                "Annotate it with @Async and let it return " + coroutine + ", or move the await out.",
                "W01");
    }

    @ParameterizedTest
    @CsvSource({
        "Coroutine, Coroutine<Integer>",
        "AsyncGenerator, AsyncGenerator<Integer>",
        "CompletableFuture, CompletableFuture<Integer>",
        "CompletionStage, CompletionStage<Integer>",
    })
    void aMethodThatReturnsTheRightTypeLacksOnlyTheAnnotation(String shown, String type) {
        isTold(
                type + " f() { await(point(1)); return null; }",
                IN_METHOD,
                "It returns " + shown + " already: annotate it with @Async.",
                "W01");
    }

    @ParameterizedTest
    @CsvSource({
        "org.springframework.scheduling.annotation.Async",
        "jakarta.ejb.Asynchronous",
        "javax.ejb.Asynchronous",
        "jakarta.enterprise.concurrent.Asynchronous",
        "org.eclipse.microprofile.faulttolerance.Asynchronous",
        "io.smallrye.faulttolerance.api.AsynchronousNonBlocking",
        "net.tascalate.async.async",
    })
    void anotherAnnotationOfThatNameIsNamed(String annotation) {
        isTold(
                "@" + annotation + " Coroutine<Void> f() { await(point(1)); return null; }",
                IN_METHOD,
                "It is annotated with "
                        + annotation
                        + ", which is not dev.jacquard.annotations.Async: import that one.",
                "W01");
        isTold(
                "@" + annotation + " static class In { void f()" + BODY + " }",
                IN_METHOD,
                "Its class is annotated with "
                        + annotation
                        + ", which is not dev.jacquard.annotations.Async: annotate the method with"
                        + " that one. Let it return Coroutine<Void>.",
                "W01");
    }

    /** It is not kept until run time, but in the class file. */
    @Test
    void anAnnotationOfTheClassItselfIsNamedAsInTheSource() {
        isTold(
                "static class In { @interface Async {} @Async void f()" + BODY + " }",
                IN_METHOD,
                "It is annotated with program.Advised.In.Async, which is not"
                        + " dev.jacquard.annotations.Async: import that one. Let it return"
                        + " Coroutine<Void>.",
                "W01");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Runnable|public void run()|What runs as a Runnable",
                "Callable<Void>|public Void call()|What runs as a Callable",
                "Supplier<Void>|public Void get()|What runs as a Supplier",
                "Function<Integer, Void>|public Void apply(Integer i)|What runs as a Function",
                "Consumer<Integer>|public void accept(Integer i)|What runs as a Consumer",
                "Predicate<Integer>|public boolean test(Integer i)|What runs as a Predicate",
            })
    void aFunctionThatIsAClass(String type, String method, String what) {
        String value = method.contains("void") ? "" : method.contains("Void") ? "null" : "true";
        isTold(
                "Object o = new " + type + "() { " + method + " { await(point(1)); return " + value + "; } };",
                IN_METHOD,
                what
                        + " cannot suspend. Take an AsyncCallable or AsyncFunction in its place, or"
                        + " let it make a task: createTask(f()).",
                "W01");
    }

    @Test
    void aThreadARessourceAndAnIterator() {
        isTold(
                "static class T extends Thread { public void run()" + BODY + " }",
                IN_METHOD,
                "What runs as a Runnable cannot suspend. Take an AsyncCallable or AsyncFunction in"
                        + " its place, or let it make a task: createTask(f()).",
                "W01");
        isTold(
                "static class R implements AutoCloseable { public void close()" + BODY + " }",
                IN_METHOD,
                "Implement AsyncCloseable, whose closeAsync() is @Async, instead of AutoCloseable.",
                "W01");
        isTold(
                "static abstract class I implements Iterator<Integer> { public boolean hasNext() {"
                        + " return await(point(true)); } }",
                IN_METHOD,
                "Write a generator: an @Async method that returns AsyncGenerator and calls emit.",
                "W01");
    }

    // ---- lambdas --------------------------------------------------------------------------------

    private static final String STREAM =
            "A stream's operations cannot suspend. Let the lambda call an @Async method, and await"
                    + " all: await(gather(xs.stream().map(x -> f(x)).toList())). Or use a loop.";
    private static final String THREAD =
            "Another thread runs it, which has no loop. From there, hand a coroutine to the loop:"
                    + " runCoroutineThreadSafe(f(), loop). On the loop's thread, use"
                    + " createTask(f()).";
    private static final String STAGE =
            "A stage's functions cannot suspend. Await the stage and go on behind it: var x ="
                    + " await(stage). Or chain another stage: thenCompose.";
    private static final String MAP = "Look the key up, await what is missing, then put it. Or keep tasks in the map:"
            + " map.computeIfAbsent(k, x -> createTask(f(x))).";
    private static final String LOOP = "Write a loop: for (var x : xs) { ... await(...) ... }.";
    private static final String OPTIONAL = "Ask first, and await outside of the lambda: if (x.isPresent()) { ... }.";
    private static final String CALLBACK =
            "A callback of the loop cannot suspend. Let it make a task: createTask(f()).";
    private static final String TO_THREAD =
            "Another thread runs it, which has no loop. Await first, and use the value in the" + " lambda.";
    private static final String THROWS =
            "Use the test kit's: await(assertThrowsAsync(type, () -> ...)), of AsyncAssertions.";
    private static final String THROWN = "Use the test kit's: await(catchThrowableAsync(() -> ...)) or"
            + " await(assertThrowsAsync(type, () -> ...)), of AsyncAssertions.";
    private static final String NOT_THROWN =
            "Await without the assertion: what is thrown fails the test. Or use the test kit's:"
                    + " await(assertDoesNotThrowAsync(() -> ...)), of AsyncAssertions.";
    private static final String ALL = "Await before it: assertAll is given the values. Or use the test kit's:"
            + " await(assertAllAsync(() -> ..., () -> ...)), of AsyncAssertions.";
    private static final String TIME = "Use await(timeout(duration, t -> ...)), or the test kit's"
            + " await(assertTimesOut(duration, () -> ...)), of AsyncAssertions.";
    private static final String FIRST = "Await before it, and give the assertion the value.";

    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("STREAM", STREAM),
            Map.entry("THREAD", THREAD),
            Map.entry("STAGE", STAGE),
            Map.entry("MAP", MAP),
            Map.entry("LOOP", LOOP),
            Map.entry("OPTIONAL", OPTIONAL),
            Map.entry("CALLBACK", CALLBACK),
            Map.entry("TO_THREAD", TO_THREAD),
            Map.entry("EXIT", "Use the stack's callbackAsync, which is given a lambda that may" + " await."),
            Map.entry("THROWS", THROWS),
            Map.entry("THROWN", THROWN),
            Map.entry("NOT_THROWN", NOT_THROWN),
            Map.entry("ALL", ALL),
            Map.entry("TIME", TIME),
            Map.entry("FIRST", FIRST));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STREAM|xs.stream().map(x -> await(point(x))).toList();",
                "STREAM|xs.stream().filter(x -> await(point(x)) > 1).count();",
                "STREAM|xs.stream().mapToInt(x -> await(point(x))).sum();",
                "STREAM|xs.parallelStream().forEach(x -> await(point(x)));",
                "STREAM|xs.stream().reduce(0, (a, b) -> await(point(a)), (a, b) -> a);",
                "STREAM|java.util.stream.IntStream.range(0, 3).forEach(x -> await(point(x)));",
                "STREAM|xs.stream().collect(java.util.stream.Collectors.groupingBy(x ->" + " await(point(x))));",
                "THREAD|new Thread(() -> await(point(1)), \"name\").start();",
                "THREAD|new Thread((Runnable) () -> await(point(1))).start();",
                "THREAD|pool.submit(() -> await(point(1)));",
                "THREAD|pool.execute(() -> await(point(1)));",
                "THREAD|ForkJoinPool.commonPool().submit(() -> await(point(1)));",
                "THREAD|mine.execute(() -> await(point(1)));",
                "THREAD|CompletableFuture.supplyAsync(() -> await(point(1)), pool);",
                "THREAD|CompletableFuture.runAsync(() -> await(point(1)));",
                "THREAD|Runtime.getRuntime().addShutdownHook(new Thread(() -> await(point(1))));",
                "STAGE|stage.thenApply(x -> await(point(x)));",
                "STAGE|stage.thenAccept(x -> await(point(x)));",
                "STAGE|stage.whenComplete((x, e) -> await(point(x)));",
                "STAGE|stage.thenApplyAsync(x -> await(point(x)), pool);",
                "STAGE|((CompletionStage<Integer>) stage).handle((x, e) -> await(point(x)));",
                "OPTIONAL|Optional.of(1).map(x -> await(point(x)));",
                "OPTIONAL|Optional.of(1).orElseGet(() -> await(point(1)));",
                "OPTIONAL|OptionalInt.of(1).ifPresent(x -> await(point(x)));",
                "MAP|map.computeIfAbsent(1, k -> await(point(k)));",
                "MAP|new ConcurrentHashMap<>(map).merge(1, 2, (a, b) -> await(point(a)));",
                "LOOP|xs.forEach(x -> await(point(x)));",
                "LOOP|new ArrayList<>(xs).forEach(x -> await(point(x)));",
                "LOOP|map.forEach((k, v) -> await(point(k)));",
                "LOOP|xs.iterator().forEachRemaining(x -> await(point(x)));",
                "LOOP|xs.removeIf(x -> await(point(x)) > 1);",
                "LOOP|xs.replaceAll(x -> await(point(x)));",
                "TO_THREAD|toThread(() -> await(point(1))).close();",
                "TO_THREAD|getRunningLoop().runInExecutor(pool, () -> await(point(1)));",
                "CALLBACK|getRunningLoop().callSoon(() -> await(point(1)));",
                "CALLBACK|getRunningLoop().callLater(null, () -> await(point(1)));",
                "CALLBACK|future.addDoneCallback(f -> await(point(1)));",
                "EXIT|new AsyncExitStack().callback(() -> await(point(1)));",
                "THROWS|org.junit.jupiter.api.Assertions.assertThrows(Exception.class, () ->" + " await(point(1)));",
                "THROWS|org.junit.jupiter.api.Assertions.assertThrowsExactly(Exception.class, () ->"
                        + " await(point(1)), \"text\");",
                "THROWN|org.assertj.core.api.Assertions.assertThatThrownBy(() -> await(point(1)));",
                "THROWN|org.assertj.core.api.Assertions.catchThrowable(() -> await(point(1)));",
                "THROWN|org.assertj.core.api.Assertions.assertThatExceptionOfType(Exception.class)"
                        + ".isThrownBy(() -> await(point(1)));",
                "NOT_THROWN|org.junit.jupiter.api.Assertions.assertDoesNotThrow(() ->" + " await(point(1)));",
                "ALL|org.junit.jupiter.api.Assertions.assertAll(() -> {}, () -> await(point(1)), ()" + " -> {});",
                "TIME|org.junit.jupiter.api.Assertions.assertTimeout(java.time.Duration.ZERO, () ->"
                        + " await(point(1)));",
                "FIRST|org.junit.jupiter.api.Assertions.assertTrue(() -> await(point(true)));",
            })
    void byWhatTheLambdaIsGivenTo(String sentence, String statement) {
        String wayOut = SENTENCES.get(sentence);
        isTold(method("void f", statement), IN_LAMBDA, wayOut, "W02");
        isTold(
                method("@Async Coroutine<Void> f", "await(point(2)); " + statement + " return null;"),
                IN_LAMBDA,
                wayOut,
                "W02");
    }

    private static String method(String head, String body) {
        return "interface Mine extends Executor {} interface Own { int own(int x); }"
                + " interface Taker { void take(Own own); }\n"
                + head
                + "(List<Integer> xs, Map<Integer, Integer> map, CompletableFuture<Integer> stage,"
                + " ExecutorService pool, Mine mine, dev.jacquard.Future<Integer> future, Taker"
                + " taker) throws Exception {\n"
                + body
                + "\n}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Runnable r = () -> await(point(1));|Runnable",
                "Callable<Integer> c = () -> await(point(1));|Callable",
                "Supplier<Integer> s = () -> await(point(1)); s.get();|Supplier",
                "Function<Integer, Integer> f = x -> await(point(x));|Function",
                "Object o = (Comparator<Integer>) (a, b) -> await(point(a));|Comparator",
                "xs.sort((a, b) -> await(point(a)));|Comparator",
                "new Timer().schedule(null, 1); List.of((IntSupplier) () -> await(point(1)));" + "|IntSupplier",
            })
    void byItsInterfaceOtherwise(String statement, String type) {
        isTold(
                method("void f", statement),
                IN_LAMBDA,
                "What runs as a "
                        + type
                        + " cannot suspend. Take an AsyncCallable or AsyncFunction in its place, or"
                        + " write the code where the lambda stands.",
                "W02");
    }

    @Test
    void anInterfaceOfOnesOwnCanBeChanged() {
        for (String statement : List.of(
                "Own o = x -> await(point(x));",
                "taker.take(x -> await(point(x)));",
                "taker.take(xs.isEmpty() ? null : x -> await(point(x)));")) {
            isTold(
                    method("void f", statement),
                    IN_LAMBDA,
                    "Let Own.own return Coroutine, and await what it gives.",
                    "W02");
        }
    }

    @Test
    void eachLambdaOfAMethodHasItsOwn() {
        Weaving weaving = weave(method(
                "void f",
                "xs.forEach(x -> { xs.stream().map(y -> await(point(y))); });\n"
                        + "pool.submit(() -> { await(point(1)); return 2; });"));
        assertThat(weaving.refusals()).extracting(Diagnostic::detail).containsExactlyInAnyOrder(STREAM, THREAD);
    }

    // ---- at run time ----------------------------------------------------------------------------

    @Test
    void itRaisesWithTheSameText() {
        Weaving weaving = weave(
                """
                static Object inMethod() {
                    return await(sleep(1));
                }
                static Object inLambda() {
                    return Optional.of(1).map(x -> await(sleep(x)));
                }""");
        assertThat(weaving.refusals()).hasSize(2);
        for (Diagnostic d : weaving.refusals()) {
            String called = d.problem().code().equals("W01") ? "inMethod" : "inLambda";
            assertThat(catchThrowable(() -> call(weaving, called)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(d.message());
        }
    }

    private static void call(Weaving weaving, String method) throws Throwable {
        Method m = new ByteLoader("advised", weaving.classes(), WaysOutTest.class.getClassLoader())
                .loadClass("program.Advised")
                .getDeclaredMethod(method);
        m.setAccessible(true);
        try {
            m.invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
