package dev.jacquard.weaver.model;

import java.util.Set;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Every name of the runtime, of the test kit and of JShell's prompt that the weaver or the agent knows: neither depends
 * on them. A test compares all with the classes by reflection.
 */
public final class RuntimeNames {
    /** The contract's version, as in {@code Woven.ABI}. */
    public static final int ABI = 2;

    // ---- packages -------------------------------------------------------------------------------

    /** Whoever mentions nothing below it is left alone. */
    public static final String PREFIX = "dev/jacquard/";

    public static final String TEST_KIT = "dev/jacquard/testing/";

    // ---- annotations ----------------------------------------------------------------------------

    public static final String ASYNC = "Ldev/jacquard/annotations/Async;";
    public static final String SUPPRESS = "Ldev/jacquard/annotations/SuppressWeaverWarnings;";
    public static final String WOVEN_METHOD = "Ldev/jacquard/woven/WovenMethod;";
    public static final String WOVEN_CLASS = "Ldev/jacquard/woven/WovenClass;";
    public static final String ASYNC_TEST = "Ldev/jacquard/testing/AsyncTest;";

    // ---- types that users name ------------------------------------------------------------------

    public static final String ASYNCIO = "dev/jacquard/Asyncio";
    public static final String COROUTINE = "dev/jacquard/Coroutine";
    public static final String GENERATOR = "dev/jacquard/AsyncGenerator";
    public static final String ASYNC_CLOSEABLE = "dev/jacquard/AsyncCloseable";
    public static final String ASYNC_ITERABLE = "dev/jacquard/AsyncIterable";
    public static final String ASYNC_ITERATOR = "dev/jacquard/AsyncIterator";
    public static final String ASYNC_CALLABLE = "dev/jacquard/AsyncCallable";
    public static final String ASYNC_FUNCTION = "dev/jacquard/AsyncFunction";
    public static final String THROWING_ASYNC_CALLABLE = "dev/jacquard/ThrowingAsyncCallable";
    public static final String THROWING_ASYNC_FUNCTION = "dev/jacquard/ThrowingAsyncFunction";
    public static final String EVENT_LOOP = "dev/jacquard/EventLoop";
    public static final String RUNNER = "dev/jacquard/Runner";
    public static final String FUTURE = "java/util/concurrent/CompletableFuture";
    public static final String STAGE = "java/util/concurrent/CompletionStage";
    public static final String OBJECT = "java/lang/Object";

    // ---- the web layer's functional interfaces --------------------------------------------------

    private static final String WEB = "dev/jacquard/web/";
    public static final String WEB_HANDLER = WEB + "Handler";
    public static final String WEB_STREAM_HANDLER = WEB + "StreamHandler";
    public static final String WEB_SOCKET_HANDLER = WEB + "SocketHandler";
    public static final String WEB_PROVIDER = WEB + "Provider";
    public static final String WEB_STARTUP = WEB + "Startup";
    public static final String WEB_WORK = WEB + "Work";
    public static final String WEB_AROUND = WEB + "Around";
    public static final String WEB_NEXT = WEB + "Next";

    /** Lambdas for them start lazily. */
    private static final Set<String> OUR_FUNCTIONS = Set.of(
            ASYNC_CALLABLE,
            ASYNC_FUNCTION,
            THROWING_ASYNC_CALLABLE,
            THROWING_ASYNC_FUNCTION,
            WEB_HANDLER,
            WEB_STREAM_HANDLER,
            WEB_SOCKET_HANDLER,
            WEB_PROVIDER,
            WEB_STARTUP,
            WEB_WORK,
            WEB_AROUND,
            WEB_NEXT);

    // ---- the door of woven code -----------------------------------------------------------------

    public static final String FRAME = "dev/jacquard/woven/Frame";
    public static final String DRIVER = "dev/jacquard/woven/Driver";
    public static final String WOVEN = "dev/jacquard/woven/Woven";
    public static final String DIRECT = "dev/jacquard/woven/Direct";
    public static final String BODIES = "dev/jacquard/woven/Bodies";
    public static final String WOVEN_TESTS = "dev/jacquard/testing/WovenTests";
    public static final String PROMPT = "dev/jacquard/jshell/Prompt";
    public static final String DRIVER_DESC = "L" + DRIVER + ";";

    /** What answers {@code ps} and {@code pstree}: named by the agent, called by reflection. */
    public static final String LIVE_TASKS = "dev/jacquard/LiveTasks";

    // ---- the torture test -----------------------------------------------------------------------

    /** Decides whether a call suspends. */
    public static final String TORTURE_HOOK = "dev/jacquard/weavingtests/torture/TortureHook";

    /** Superclass of the frames. */
    public static final String TORTURE_FRAME = "dev/jacquard/weavingtests/torture/TortureFrame";

    /**
     * A field or method that woven code uses.
     *
     * @param opcode how: of the instruction
     * @param owner internal name of its class
     * @param name its name
     * @param descriptor its descriptor
     */
    public record Member(int opcode, String owner, String name, String descriptor) {
        /** Writes its use. */
        public void write(MethodVisitor mv) {
            if (opcode == Opcodes.GETSTATIC) {
                mv.visitFieldInsn(opcode, owner, name, descriptor);
            } else {
                mv.visitMethodInsn(opcode, owner, name, descriptor, false);
            }
        }
    }

    private static final String STEP = DRIVER_DESC + ")Ljava/lang/Object;";
    private static final String OF_FRAME = "(L" + FRAME + ";)Ljava/lang/Object;";

    // Woven: at suspension points
    public static final Member AWAIT = woven("await", "(Ljava/lang/Object;Ljava/lang/String;" + STEP);
    public static final Member AWAIT_RETURNED = woven("awaitReturned", "(Ljava/lang/Object;Ljava/lang/String;" + STEP);
    public static final Member HAS_NEXT = woven("hasNext", "(Ljava/util/Iterator;" + STEP);
    public static final Member CLOSE = woven("close", "(Ljava/lang/AutoCloseable;" + STEP);
    public static final Member CLOSE_FINALLY =
            woven("closeFinally", "(Ljava/lang/AutoCloseable;Ljava/lang/Throwable;" + STEP);
    public static final Member EMIT = woven("emit", "(Ljava/lang/Object;" + STEP);
    public static final Member SUSPENDED = new Member(Opcodes.GETSTATIC, DRIVER, "SUSPENDED", "Ljava/lang/Object;");

    // Woven: elsewhere in bodies
    public static final Member CAUGHT = woven("caught", "(Ljava/lang/Throwable;" + DRIVER_DESC + ")V");
    public static final Member CHECK = woven("check", "(Ljava/lang/Object;)Ljava/lang/Object;");
    public static final Member ENDED = woven("ended", "(Ljava/lang/Object;)Ljava/lang/Object;");
    public static final Member SUPPRESSED =
            woven("suppress", "(Ljava/lang/Throwable;Ljava/lang/Throwable;" + DRIVER_DESC + ")Ljava/lang/Throwable;");

    /** Stands in the method's own code, which has no driver, until its body is written. */
    public static final Member SUPPRESSED_UNWOVEN =
            woven("suppress", "(Ljava/lang/Throwable;Ljava/lang/Throwable;)Ljava/lang/Throwable;");

    // Woven: outside of bodies
    public static final Member GENERATOR_OF = woven("generator", OF_FRAME);
    public static final Member STAGE_OF = woven("stage", OF_FRAME);
    public static final Member REFUSE = woven("refuse", "(Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Object;");
    public static final Member REQUIRE_ABI = woven("requireAbi", "(ILjava/lang/String;)V");

    // Frames and their driver
    public static final Member PUSH = new Member(Opcodes.INVOKEVIRTUAL, DRIVER, "push", OF_FRAME);
    public static final Member AGAIN = new Member(Opcodes.INVOKEVIRTUAL, DRIVER, "again", OF_FRAME);
    public static final Member NEW_COROUTINE = new Member(Opcodes.INVOKESPECIAL, COROUTINE, "<init>", "()V");
    public static final Member NEW_FRAME = new Member(Opcodes.INVOKESPECIAL, COROUTINE, "<init>", "(Z)V");
    public static final Member RESUME = new Member(
            Opcodes.INVOKEVIRTUAL, FRAME, "resume", "(" + DRIVER_DESC + "Ljava/lang/Object;)Ljava/lang/Object;");
    public static final Member RELEASE = new Member(Opcodes.INVOKEVIRTUAL, FRAME, "release", "()V");
    public static final Member DIRECT_BODY =
            new Member(Opcodes.INVOKEVIRTUAL, FRAME, "direct", "()Ljava/lang/invoke/MethodHandle;");

    // Linking
    public static final Member LINK_CALL = new Member(
            Opcodes.INVOKESTATIC,
            DIRECT,
            "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                    + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;)Ljava/lang/invoke/CallSite;");
    public static final Member LINK_BODY = new Member(
            Opcodes.INVOKESTATIC,
            BODIES,
            "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                    + "Ljava/lang/invoke/MethodType;Ljava/lang/Class;I)Ljava/lang/invoke/CallSite;");
    public static final Member FIND_BODY = new Member(
            Opcodes.INVOKESTATIC,
            BODIES,
            "find",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/Class;Ljava/lang/String;"
                    + "Ljava/lang/String;I)Ljava/lang/invoke/MethodHandle;");

    // Values that are there already
    public static final Member COROUTINE_OF =
            new Member(Opcodes.INVOKESTATIC, COROUTINE, "of", "(Ljava/lang/Object;)L" + COROUTINE + ";");
    public static final Member COROUTINE_DONE =
            new Member(Opcodes.INVOKESTATIC, COROUTINE, "done", "()L" + COROUTINE + ";");
    public static final Member FUTURE_OF =
            new Member(Opcodes.INVOKESTATIC, FUTURE, "completedFuture", "(Ljava/lang/Object;)L" + FUTURE + ";");

    // What frameworks call
    public static final Member RUN_TEST =
            new Member(Opcodes.INVOKESTATIC, WOVEN_TESTS, "run", "(L" + COROUTINE + ";)V");
    public static final Member RUN_SNIPPET =
            new Member(Opcodes.INVOKESTATIC, PROMPT, "run", "(L" + COROUTINE + ";)Ljava/lang/Object;");

    // The torture test
    public static final Member TORTURE_CALL = new Member(Opcodes.INVOKESTATIC, TORTURE_HOOK, "suspend", "(" + STEP);
    public static final Member TORTURE_RETURN =
            new Member(Opcodes.INVOKESTATIC, TORTURE_HOOK, "suspend", "(Ljava/lang/Object;" + STEP);
    public static final Member TORTURE_DRIVE =
            new Member(Opcodes.INVOKESTATIC, TORTURE_HOOK, "drive", "(L" + TORTURE_FRAME + ";)Ljava/lang/Object;");
    public static final Member NEW_TORTURE_FRAME = new Member(Opcodes.INVOKESPECIAL, TORTURE_FRAME, "<init>", "()V");

    /** The field of a frame that holds its state. */
    public static final String STATE = "state";

    /** Names of a frame's fields that a coroutine class must not have. */
    public static final String PARENT = "parent";

    private RuntimeNames() {}

    private static Member woven(String name, String descriptor) {
        return new Member(Opcodes.INVOKESTATIC, WOVEN, name, descriptor);
    }

    /** Whether a functional interface is one of ours: lambdas for it start lazily. */
    public static boolean isOurFunction(String type) {
        return OUR_FUNCTIONS.contains(type);
    }
}
