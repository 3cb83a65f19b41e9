package dev.jacquard.weaver.select;

import dev.jacquard.weaver.model.Hierarchy;
import dev.jacquard.weaver.model.RuntimeNames;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/** What to do about an await in a lambda that does not suspend, by what the lambda is given to. */
final class LambdaAdvice {
    private static final String CONCURRENT = "java/util/concurrent/";

    private static final Set<String> THREADS = Set.of(
            "java/lang/Thread",
            "java/lang/Thread$Builder",
            "java/lang/Thread$Builder$OfVirtual",
            "java/lang/Thread$Builder$OfPlatform",
            "java/lang/Runtime",
            CONCURRENT + "ThreadFactory",
            CONCURRENT + "Executor",
            CONCURRENT + "ExecutorService",
            CONCURRENT + "ScheduledExecutorService",
            CONCURRENT + "AbstractExecutorService",
            CONCURRENT + "ThreadPoolExecutor",
            CONCURRENT + "ScheduledThreadPoolExecutor",
            CONCURRENT + "ForkJoinPool",
            CONCURRENT + "ForkJoinTask",
            CONCURRENT + "CompletionService",
            CONCURRENT + "ExecutorCompletionService",
            CONCURRENT + "FutureTask",
            CONCURRENT + "StructuredTaskScope",
            "java/awt/EventQueue",
            "javax/swing/SwingUtilities",
            "javafx/application/Platform");

    private static final Set<String> STAGES = Set.of(RuntimeNames.STAGE, RuntimeNames.FUTURE);

    private static final Set<String> STARTS = Set.of("runAsync", "supplyAsync", "completeAsync");

    private static final Set<String> MAPS = Set.of("computeIfAbsent", "computeIfPresent", "compute", "merge");

    private static final Set<String> LOOPS =
            Set.of("forEach", "forEachRemaining", "forEachOrdered", "removeIf", "replaceAll");

    private LambdaAdvice() {}

    /**
     * What to do.
     *
     * @param taker the call that takes the lambda, or null if none does at once
     * @param type the lambda's interface
     * @param method the interface's method
     */
    static String of(Hierarchy hierarchy, @Nullable MethodInsnNode taker, String type, String method) {
        WayOut wayOut = taker == null ? null : of(hierarchy, taker);
        if (wayOut != null) {
            return wayOut.text();
        }
        boolean isOwn = !type.startsWith("java/")
                && !type.startsWith("kotlin/")
                && !type.startsWith("scala/")
                && !type.startsWith(RuntimeNames.PREFIX);
        String name = MethodAdvice.simple(type);
        return isOwn ? WayOut.OWN_FUNCTION.of(name + "." + method) : WayOut.FUNCTION.of(name);
    }

    private static @Nullable WayOut of(Hierarchy hierarchy, MethodInsnNode taker) {
        String owner = taker.owner;
        String name = taker.name;
        WayOut assertion = assertion(owner, name);
        if (assertion != null) {
            return assertion;
        }
        if (owner.startsWith("java/util/stream/")) {
            return WayOut.STREAM;
        }
        if (owner.startsWith(RuntimeNames.PREFIX)) {
            return ours(name);
        }
        if (hierarchy.reaches(owner, STAGES::contains)) {
            return STARTS.contains(name) ? WayOut.THREAD : WayOut.STAGE;
        }
        if (hierarchy.reaches(owner, THREADS::contains)) {
            return WayOut.THREAD;
        }
        if (owner.startsWith("java/util/Optional")) {
            return WayOut.OPTIONAL;
        }
        if (MAPS.contains(name) && taker.desc.contains("Function;)")) {
            return WayOut.MAP;
        }
        boolean takesOne = Type.getArgumentTypes(taker.desc).length == 1;
        return takesOne && LOOPS.contains(name) ? WayOut.LOOP : null;
    }

    private static @Nullable WayOut ours(String name) {
        if (name.startsWith("toThread") || name.startsWith("runInExecutor")) {
            return WayOut.TO_THREAD;
        }
        boolean isCallback = name.startsWith("callSoon")
                || name.equals("callLater")
                || name.equals("callAt")
                || name.equals("addDoneCallback");
        return isCallback ? WayOut.CALLBACK : name.equals("callback") ? WayOut.EXIT : null;
    }

    private static @Nullable WayOut assertion(String owner, String name) {
        boolean isKit = owner.startsWith("org/junit/")
                || owner.startsWith("org/assertj/")
                || owner.startsWith("org/testng/")
                || owner.startsWith("kotlin/test/");
        if (!isKit) {
            return null;
        }
        return switch (name) {
            case "assertThrows", "assertThrowsExactly", "expectThrows", "assertFailsWith" -> WayOut.ASSERT_THROWS;
            case "assertThatThrownBy",
                    "assertThatCode",
                    "assertThatException",
                    "catchThrowable",
                    "catchThrowableOfType",
                    "catchException",
                    "catchRuntimeException",
                    "isThrownBy" -> WayOut.ASSERT_THROWN;
            case "assertDoesNotThrow", "assertThatNoException" -> WayOut.ASSERT_NOT_THROWN;
            case "assertAll", "assertSoftly" -> WayOut.ASSERT_ALL;
            case "assertTimeout", "assertTimeoutPreemptively" -> WayOut.ASSERT_TIME;
            default -> WayOut.ASSERT;
        };
    }
}
