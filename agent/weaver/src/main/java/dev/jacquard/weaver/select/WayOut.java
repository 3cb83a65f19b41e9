package dev.jacquard.weaver.select;

/**
 * What to do about an await that cannot suspend: a sentence for each place where it may stand. It ends the messages W01
 * and W02.
 */
public enum WayOut {
    // ---- methods --------------------------------------------------------------------------------

    ASYNC_METHOD("Annotate it with @Async and let it return %s, or move the await out."),
    RETURNS_ONE("It returns %s already: annotate it with @Async."),
    OTHER_ASYNC("It is annotated with %s, which is not dev.jacquard.annotations.Async: import that" + " one."),
    CLASS_OF_OTHER_ASYNC("Its class is annotated with %s, which is not dev.jacquard.annotations.Async: annotate"
            + " the method with that one."),
    AND_RETURN("Let it return %s."),
    TEST("It is a test: annotate it with @AsyncTest, of jacquard-testing, instead of @Test."),
    FIXTURE("It is called by the tests' framework: annotate it with @Async beside @%s."),
    MAIN("In main, run a coroutine: run(f()) with an @Async method f, or run(() -> ...)."),
    CLOSE("Implement AsyncCloseable, whose closeAsync() is @Async, instead of AutoCloseable."),
    ITERATOR("Write a generator: an @Async method that returns AsyncGenerator and calls emit."),

    // ---- lambdas --------------------------------------------------------------------------------

    LAMBDA("Pass it to an API that takes an AsyncCallable or AsyncFunction, or use a loop."),
    STREAM("A stream's operations cannot suspend. Let the lambda call an @Async method, and await"
            + " all: await(gather(xs.stream().map(x -> f(x)).toList())). Or use a loop."),
    LOOP("Write a loop: for (var x : xs) { ... await(...) ... }."),
    OPTIONAL("Ask first, and await outside of the lambda: if (x.isPresent()) { ... }."),
    MAP("Look the key up, await what is missing, then put it. Or keep tasks in the map:"
            + " map.computeIfAbsent(k, x -> createTask(f(x)))."),
    THREAD("Another thread runs it, which has no loop. From there, hand a coroutine to the loop:"
            + " runCoroutineThreadSafe(f(), loop). On the loop's thread, use"
            + " createTask(f())."),
    TO_THREAD("Another thread runs it, which has no loop. Await first, and use the value in the" + " lambda."),
    STAGE("A stage's functions cannot suspend. Await the stage and go on behind it:"
            + " var x = await(stage). Or chain another stage: thenCompose."),
    CALLBACK("A callback of the loop cannot suspend. Let it make a task: createTask(f())."),
    EXIT("Use the stack's callbackAsync, which is given a lambda that may await."),
    ASSERT_THROWS("Use the test kit's: await(assertThrowsAsync(type, () -> ...)), of AsyncAssertions."),
    ASSERT_THROWN("Use the test kit's: await(catchThrowableAsync(() -> ...)) or"
            + " await(assertThrowsAsync(type, () -> ...)), of AsyncAssertions."),
    ASSERT_NOT_THROWN("Await without the assertion: what is thrown fails the test. Or use the test kit's:"
            + " await(assertDoesNotThrowAsync(() -> ...)), of AsyncAssertions."),
    ASSERT_ALL("Await before it: assertAll is given the values. Or use the test kit's:"
            + " await(assertAllAsync(() -> ..., () -> ...)), of AsyncAssertions."),
    ASSERT_TIME("Use await(timeout(duration, t -> ...)), or the test kit's"
            + " await(assertTimesOut(duration, () -> ...)), of AsyncAssertions."),
    ASSERT("Await before it, and give the assertion the value."),
    FUNCTION("What runs as a %s cannot suspend. Take an AsyncCallable or AsyncFunction in its place,"
            + " or write the code where the lambda stands."),
    OWN_FUNCTION("Let %s return Coroutine, and await what it gives."),
    FUNCTION_CLASS("What runs as a %s cannot suspend. Take an AsyncCallable or AsyncFunction in its place,"
            + " or let it make a task: createTask(f()).");

    private final String text;

    WayOut(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** The sentence with a name in it. */
    String of(String name) {
        return text.replace("%s", name);
    }
}
