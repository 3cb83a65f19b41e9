package dev.jacquard.weaver.check;

import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.WeavingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Warns of calls in async code that are known to block the thread: a table of the JDK's, looked up by the method's
 * name.
 *
 * <p>Only what blocks by its nature is listed. {@code Lock.lock} and {@code synchronized} are not: they are held for
 * moments by nearly all code, and an await inside is refused or told otherwise. Neither is what depends on the object
 * behind ({@code InputStream.read}): debug mode finds those.
 */
final class Blocking {
    /**
     * Methods that block.
     *
     * @param problem what is reported
     * @param owners the classes to whose methods it applies, and to those of their subclasses outside of the JDK; a
     *     package if it ends with a slash
     * @param arguments how the descriptor begins; any if empty
     * @param advice what to do instead, or an empty string
     */
    private record Entry(Problem problem, Set<String> owners, String arguments, String advice) {
        boolean isOf(String type) {
            if (owners.contains(type)) {
                return true;
            }
            int slash = type.lastIndexOf('/');
            return slash > 0 && owners.contains(type.substring(0, slash + 1));
        }
    }

    private static final String CONCURRENT = "java/util/concurrent/";

    private static final Map<String, List<Entry>> TABLE = new HashMap<>();

    static {
        waits();
        futures();
        executors();
        queues();
        synchronisers();
        io();
        jdbc();
        loops();
    }

    private static void waits() {
        Problem p = Problem.BLOCKING_CALL;
        add(p, "java/lang/Thread", "sleep", "", "use await(sleep(...))");
        add(p, CONCURRENT + "TimeUnit", "sleep", "", "use await(sleep(...))");
        add(p, CONCURRENT + "locks/LockSupport", "park parkNanos parkUntil", "", "use a Promise");
        add(p, "java/lang/Thread " + CONCURRENT + "TimeUnit", "join timedJoin timedWait", "", THREAD);
        add(p, "java/lang/Process", "waitFor", "", "use await(process.onExit())");
    }

    private static void futures() {
        Problem p = Problem.BLOCKING_CALL;
        String futures = within("Future RunnableFuture ScheduledFuture RunnableScheduledFuture FutureTask")
                + " "
                + within("CompletableFuture ForkJoinTask RecursiveTask RecursiveAction")
                + " javax/swing/SwingWorker";
        add(p, futures, "get", "()Ljava/lang/Object;", FUTURE);
        add(p, futures, "get", "(JL" + CONCURRENT + "TimeUnit;)Ljava/lang/Object;", FUTURE);
        add(p, futures, "join", "()Ljava/lang/Object;", FUTURE);
    }

    private static void executors() {
        Problem p = Problem.BLOCKING_CALL;
        add(p, within("ForkJoinPool"), "invoke", "", THREAD);
        add(p, within("CompletionService ExecutorCompletionService"), "take", "", THREAD);
        add(
                p,
                within("ExecutorService ScheduledExecutorService AbstractExecutorService")
                        + " "
                        + within("ThreadPoolExecutor ScheduledThreadPoolExecutor ForkJoinPool"),
                "invokeAll invokeAny awaitTermination close",
                "",
                "use await(getRunningLoop().runInExecutor(executor, ...))");
    }

    private static void queues() {
        Problem p = Problem.BLOCKING_CALL;
        String queues = within("BlockingQueue BlockingDeque TransferQueue ArrayBlockingQueue DelayQueue")
                + " "
                + within("LinkedBlockingQueue LinkedBlockingDeque LinkedTransferQueue")
                + " "
                + within("PriorityBlockingQueue SynchronousQueue");
        add(p, queues, "put putFirst putLast take takeFirst takeLast transfer", "", "use an AsyncQueue");
        add(p, queues, "offer", "(Ljava/lang/Object;J", "use an AsyncQueue");
        add(p, queues, "poll", "(J", "use an AsyncQueue");
    }

    private static void synchronisers() {
        Problem p = Problem.BLOCKING_CALL;
        add(p, within("CountDownLatch"), "await", "", "use an AsyncEvent");
        add(p, within("CyclicBarrier"), "await", "", "use an AsyncBarrier");
        add(
                p,
                within("Phaser"),
                "arriveAndAwaitAdvance awaitAdvance awaitAdvanceInterruptibly",
                "",
                "use an AsyncBarrier");
        add(p, within("Exchanger"), "exchange", "", "use an AsyncQueue");
        add(p, within("Semaphore"), "acquire acquireUninterruptibly", "", "use an AsyncSemaphore");
        add(p, within("Semaphore"), "tryAcquire", "(J", "use an AsyncSemaphore");
        add(p, within("Semaphore"), "tryAcquire", "(IJ", "use an AsyncSemaphore");
        add(
                p,
                within("locks/Condition"),
                "await awaitNanos awaitUntil awaitUninterruptibly",
                "",
                "use an AsyncCondition");
    }

    private static void io() {
        Problem p = Problem.BLOCKING_IO;
        String files = "java/io/FileInputStream java/io/FileOutputStream java/io/FileReader"
                + " java/io/FileWriter java/io/RandomAccessFile java/nio/channels/FileChannel";
        add(
                p,
                files,
                "<init> read readAllBytes readNBytes readFully readLine transferTo transferFrom"
                        + " write append skip force lock",
                "",
                "");
        add(
                p,
                "java/nio/file/Files",
                "readAllBytes readString readAllLines lines write writeString copy move delete"
                        + " deleteIfExists newInputStream newOutputStream newBufferedReader"
                        + " newBufferedWriter newByteChannel walk walkFileTree list find mismatch"
                        + " createFile createDirectory createDirectories createTempFile"
                        + " createTempDirectory",
                "",
                "");
        add(p, "java/net/Socket", "<init>", "(Ljava/lang/String;I", "");
        add(p, "java/net/Socket", "<init>", "(Ljava/net/InetAddress;I", "");
        add(p, "java/net/Socket javax/net/ssl/SSLSocket", "connect startHandshake", "", "");
        add(p, "java/net/ServerSocket", "accept", "", "");
        add(p, "java/net/DatagramSocket java/net/MulticastSocket", "send receive", "", "");
        add(p, "java/net/InetAddress", "getByName getAllByName getLocalHost isReachable", "", "");
        add(p, "java/net/URL", "openStream getContent", "", "");
        add(
                p,
                "java/net/URLConnection java/net/HttpURLConnection"
                        + " javax/net/ssl/HttpsURLConnection java/net/JarURLConnection",
                "connect getInputStream getOutputStream getContent getResponseCode"
                        + " getResponseMessage getHeaderField getContentLength getContentType",
                "",
                "");
        add(p, "java/net/http/HttpClient", "send", "", "or use await(client.sendAsync(...))");
        add(p, "java/io/Console", "readLine readPassword", "", "");
    }

    private static void jdbc() {
        Problem p = Problem.BLOCKING_JDBC;
        add(
                p,
                "java/sql/ javax/sql/ javax/sql/rowset/",
                "getConnection getPooledConnection getXAConnection execute executeQuery"
                        + " executeUpdate executeBatch executeLargeUpdate executeLargeBatch commit"
                        + " rollback next isValid acceptChanges",
                "",
                "");
    }

    private static void loops() {
        Problem p = Problem.NESTED_RUN;
        add(p, RuntimeNames.ASYNCIO + " " + RuntimeNames.RUNNER, "run", "", "");
        add(p, RuntimeNames.EVENT_LOOP, "runUntilComplete runForever", "", "");
    }

    private static final String THREAD = "use await(toThread(() -> ...))";
    private static final String FUTURE =
            "await a CompletionStage or a Future of Jacquard, else use" + " await(toThread(future::get))";

    private Blocking() {}

    private static String within(String classes) {
        return CONCURRENT + classes.replace(" ", " " + CONCURRENT);
    }

    private static void add(Problem problem, String owners, String names, String arguments, String advice) {
        Entry entry = new Entry(problem, Set.of(owners.split(" ", -1)), arguments, advice);
        for (String name : names.split(" ", -1)) {
            TABLE.computeIfAbsent(name, n -> new ArrayList<>(1)).add(entry);
        }
    }

    /** Looks at one instruction of an async method. */
    static void warn(WeavingContext context, AsyncMethod target, AbstractInsnNode n, int line) {
        if (target.kind == Kind.TORTURE) {
            return;
        }
        if (n instanceof MethodInsnNode call) {
            warn(context, target.method, call, line);
        } else if (n instanceof FieldInsnNode f && f.name.equals("in") && f.owner.equals("java/lang/System")) {
            context.report(Problem.BLOCKING_IO, target.method, line, "System.in");
        }
    }

    private static void warn(WeavingContext context, MethodNode m, MethodInsnNode call, int line) {
        if (isMonitorCall(call)) {
            context.report(Problem.OBJECT_WAIT, m, line, call.name);
            return;
        }
        List<Entry> entries = TABLE.get(call.name);
        if (entries == null) {
            return;
        }
        for (Entry e : entries) {
            if (call.desc.startsWith(e.arguments)
                    && (isConstructor(call) ? e.isOf(call.owner) : context.hierarchy.reaches(call.owner, e::isOf))) {
                context.report(e.problem, m, line, name(call) + (e.advice.isEmpty() ? "" : ": " + e.advice));
                return;
            }
        }
    }

    /** {@code super(...)} in a constructor is no concern of ours: async code has no constructors. */
    private static boolean isConstructor(MethodInsnNode call) {
        return call.name.equals("<init>");
    }

    /** {@code wait}, {@code notify} and {@code notifyAll} are final: they are Object's everywhere. */
    private static boolean isMonitorCall(MethodInsnNode call) {
        if (call.getOpcode() == Opcodes.INVOKESTATIC) {
            return false;
        }
        return switch (call.name) {
            case "wait" -> call.desc.equals("()V") || call.desc.equals("(J)V") || call.desc.equals("(JI)V");
            case "notify", "notifyAll" -> call.desc.equals("()V");
            default -> false;
        };
    }

    private static String name(MethodInsnNode call) {
        String type = call.owner.substring(call.owner.lastIndexOf('/') + 1).replace('$', '.');
        return isConstructor(call) ? "new " + type : type + "." + call.name;
    }
}
