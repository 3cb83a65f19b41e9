package dev.jacquard.weaver;

import org.jspecify.annotations.Nullable;

/** Everything the weaver can refuse or warn of: the one home of its messages. */
public enum Problem {
    AWAIT_NOT_ASYNC("W01", true, "await in a method that is not @Async."),
    AWAIT_IN_LAMBDA("W02", true, "await in a lambda that does not return Coroutine."),
    AWAIT_IN_MONITOR(
            "W03",
            true,
            "await inside a synchronized block would hold the monitor while suspended. Use"
                    + " AsyncLock, or move the await out."),
    SYNCHRONIZED_METHOD(
            "W04",
            true,
            "@Async on a synchronized method would release the monitor at the first suspension. Use"
                    + " AsyncLock, or a synchronized block without await."),
    AWAIT_IN_CONSTRUCTOR(
            "W05",
            true,
            "await in a constructor: an object cannot be half made while suspended. Use a static"
                    + " @Async factory method."),
    AWAIT_IN_STATIC_INITIALISER(
            "W06",
            true,
            "await in a static initialiser or field initialiser. Load the value in an @Async" + " method."),
    AWAIT_AS_METHOD_REFERENCE(
            "W07",
            true,
            "Asyncio::await as a method reference cannot suspend its caller. Write the await in an"
                    + " @Async method or a lambda that returns Coroutine."),
    FOR_EACH(
            "W08",
            true,
            "forEach on an AsyncIterable would block between items. Write for (var x : xs) { ... }"
                    + " in an @Async method."),
    RETURN_TYPE(
            "W09",
            true,
            "an @Async method must return Coroutine, AsyncGenerator, CompletableFuture or"
                    + " CompletionStage. Change the return type or remove @Async."),
    TOO_LARGE(
            "W10",
            true,
            "the woven method would be larger than the JVM's limit of 64 KB. Move parts of it into"
                    + " @Async methods of their own."),
    EMIT_OUTSIDE_GENERATOR(
            "W11",
            true,
            "emit outside an @Async method that returns AsyncGenerator. Change the return type, or"
                    + " remove the emit."),
    EMIT_TYPE(
            "W12",
            true,
            "emit of a value that the generator's element type does not take. Change the value or"
                    + " the type argument of AsyncGenerator."),
    RETURN_IN_TRY(
            "W13",
            true,
            "a coroutine is returned from a try with finally or resources in a way that cannot be"
                    + " placed before the finally part. Write return Coroutine.of(await(...))."),
    NATIVE_METHOD("W14", true, "@Async on a native method. Wrap the native call in a method of its own."),
    UNSUPPORTED_CODE("W15", true, "bytecode that cannot be woven. Compile the class for Java 8 or newer."),
    MISSING_CLASS(
            "W16",
            true,
            "whether this call suspends cannot be told, as a class file is not found. Put it where"
                    + " the weaver looks: on the path behind -cp, among the module's dependencies,"
                    + " among the resources of the class loader."),
    TOO_NEW(
            "W17",
            true,
            "the class-file version is newer than this weaver. Use a newer version of Jacquard, or"
                    + " compile with an older --release."),
    UNREADABLE(
            "W18",
            true,
            "this is no class file, or one that is cut off or damaged. Compile it again, or move it"
                    + " out of the way."),
    DYNAMIC_AWAIT(
            "W19",
            true,
            "await or emit in code that Groovy calls dynamically, so that the class file does not"
                    + " have the call. Annotate the class or the method with @CompileStatic."),
    OBJECT_WAIT(
            "W20",
            false,
            "Object.wait, notify or notifyAll in @Async code blocks the loop's thread. Use"
                    + " AsyncCondition or AsyncEvent."),
    HUGE_METHOD(
            "W21",
            false,
            "the woven method has more than 8,000 bytes of bytecode, so HotSpot does not compile"
                    + " it. Move parts of it into @Async methods of their own."),
    DISCARDED(
            "W22",
            false,
            "the result of an @Async call is discarded, so it never runs. Await it, or make a task"
                    + " of it with createTask."),
    BLOCKING_CALL("W23", false, "a call in @Async code that blocks the loop's thread, and with it all its tasks."),
    BLOCKING_IO(
            "W24",
            false,
            "I/O in @Async code that blocks the loop's thread, and with it all its tasks. Do it in"
                    + " await(toThread(() -> ...))."),
    BLOCKING_JDBC(
            "W25",
            false,
            "JDBC in @Async code blocks the loop's thread, and with it all its tasks, until the"
                    + " database has answered. Do it in await(toThread(() -> ...))."),
    NESTED_RUN(
            "W26",
            false,
            "a loop cannot be run inside @Async code, where one is running already. Await the" + " coroutine instead."),
    UNKNOWN_CODE(
            "W27",
            false,
            "@SuppressWeaverWarnings names what is not the code of a warning. Codes stand at the"
                    + " end of the warnings."),
    LOCK_ACROSS_AWAIT(
            "W28",
            false,
            "a lock of java.util.concurrent is held across an await. All tasks of a loop are one"
                    + " thread to it: it lets them all in, or stops that thread for good. Use an"
                    + " AsyncLock, await(lock.with(() -> ...)), or unlock before the await."),
    PERMIT_ACROSS_AWAIT(
            "W29",
            false,
            "a permit of a java.util.concurrent.Semaphore is held across an await. A task that"
                    + " waits for one stops the loop's thread, and who holds it never goes on. Use"
                    + " an AsyncSemaphore: await(semaphore.with(() -> ...)).");

    private final String code;
    private final boolean error;
    private final String text;

    Problem(String code, boolean error, String text) {
        this.code = code;
        this.error = error;
        this.text = text;
    }

    /**
     * The warning with a code, or null if there is none.
     *
     * @param code such as {@code W23}
     */
    public static @Nullable Problem warning(String code) {
        for (Problem p : values()) {
            if (!p.error && p.code.equals(code)) {
                return p;
            }
        }
        return null;
    }

    /** The short code that ends each message. */
    public String code() {
        return code;
    }

    /** Whether the method cannot be woven; else it is a warning. */
    public boolean isError() {
        return error;
    }

    /** Reason and way out; of W01 and W02 the reason, as the way out depends on the place. */
    public String text() {
        return text;
    }

    /**
     * The message, with what there is to say of one case.
     *
     * @param detail more about it, or an empty string
     */
    String text(String detail) {
        boolean isSentence = this == AWAIT_NOT_ASYNC || this == AWAIT_IN_LAMBDA;
        return text + (detail.isEmpty() ? "" : isSentence ? " " + detail : " (" + detail + ")");
    }
}
