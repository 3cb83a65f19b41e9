package dev.jacquard.weaver;

/**
 * Every name of the runtime that the weaver knows; a test checks them against the runtime by
 * reflection.
 */
final class RuntimeNames {
    /** The contract's version, as in {@code Woven.ABI}. */
    static final int ABI = 1;

    static final String ASYNC = "Ldev/jacquard/annotations/Async;";
    static final String SUPPRESS = "Ldev/jacquard/annotations/SuppressWeaverWarnings;";
    static final String PREFIX = "dev/jacquard/";

    static final String ASYNCIO = "dev/jacquard/Asyncio";
    static final String COROUTINE = "dev/jacquard/Coroutine";
    static final String GENERATOR = "dev/jacquard/AsyncGenerator";
    static final String ASYNC_CLOSEABLE = "dev/jacquard/AsyncCloseable";
    static final String ASYNC_ITERABLE = "dev/jacquard/AsyncIterable";
    static final String ASYNC_ITERATOR = "dev/jacquard/AsyncIterator";
    static final String EVENT_LOOP = "dev/jacquard/EventLoop";
    static final String RUNNER = "dev/jacquard/Runner";
    static final String FUTURE = "java/util/concurrent/CompletableFuture";
    static final String STAGE = "java/util/concurrent/CompletionStage";

    static final String FRAME = "dev/jacquard/woven/Frame";
    static final String DRIVER = "dev/jacquard/woven/Driver";
    static final String WOVEN = "dev/jacquard/woven/Woven";
    static final String DIRECT = "dev/jacquard/woven/Direct";
    static final String WOVEN_METHOD = "Ldev/jacquard/woven/WovenMethod;";
    static final String WOVEN_CLASS = "Ldev/jacquard/woven/WovenClass;";

    static final String OBJECT = "java/lang/Object";
    static final String DRIVER_DESC = "L" + DRIVER + ";";

    private RuntimeNames() {}

    /** Whether a functional interface is one of ours: lambdas for it start lazily. */
    static boolean isOurFunction(String type) {
        return type.startsWith(PREFIX)
                && (type.equals("dev/jacquard/AsyncCallable")
                        || type.equals("dev/jacquard/AsyncFunction")
                        || type.equals("dev/jacquard/ThrowingAsyncCallable")
                        || type.equals("dev/jacquard/ThrowingAsyncFunction"));
    }
}
