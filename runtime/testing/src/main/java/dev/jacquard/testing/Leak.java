package dev.jacquard.testing;

/** What a test may leave behind by mistake; each kind fails the test unless it is allowed. */
public enum Leak {
    /** Tasks that are still pending at the end. */
    TASKS("task is still pending", "tasks are still pending"),

    /** Coroutines that were created and never awaited. */
    COROUTINES("coroutine was never awaited", "coroutines were never awaited"),

    /** Exceptions that nobody has seen: of tasks that nobody awaits, and in callbacks. */
    EXCEPTIONS("exception was seen by nobody", "exceptions were seen by nobody"),

    /** Generators that were started and neither ended nor closed. */
    GENERATORS("generator was not closed", "generators were not closed"),

    /**
     * What the test watches ({@link AsyncTester#watch(LeftoverProbe.Look)}) and has not given back. Under
     * {@link CancelEverywhere}, also what is open on its loop, as sockets, files and processes, and what services of
     * type {@link LeftoverProbe} find.
     */
    RESOURCES("thing is still held or open", "things are still held or open");

    private final String one;
    private final String many;

    Leak(String one, String many) {
        this.one = one;
        this.many = many;
    }

    String counted(int n) {
        return n == 1 ? "1 " + one : n + " " + many;
    }

    String wayOut() {
        return switch (this) {
            case TASKS ->
                "Await it, cancel it and await that, start it in a TaskGroup, or start it with"
                        + " AsyncTester.background";
            case COROUTINES -> "Await it, make a task of it, or close() it";
            case EXCEPTIONS -> "Await the task, or look at its exception()";
            case GENERATORS -> "Use it in try-with-resources, await its closeAsync(), or go through it to the" + " end";
            case RESOURCES -> "Hold it in a try, or give it back in a finally part";
        };
    }
}
