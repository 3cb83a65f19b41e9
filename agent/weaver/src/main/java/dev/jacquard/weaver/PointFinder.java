package dev.jacquard.weaver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Finds the suspension points of a method. Changes nothing. */
final class PointFinder {
    private final WeavingContext context;
    private final AsyncMethod target;
    private final Code code;
    private final List<Point> points = new ArrayList<>();

    /**
     * Instructions that are dropped: what makes a coroutine of a value that is returned at once.
     */
    final BitSet dropped = new BitSet();

    private int @Nullable [][] predecessors;

    PointFinder(WeavingContext context, AsyncMethod target, Code code) {
        this.context = context;
        this.target = target;
        this.code = code;
    }

    List<Point> find() {
        for (int i = 0; i < code.insns.length; i++) {
            AbstractInsnNode n = code.insns[i];
            if (target.kind == Kind.TORTURE) {
                if (n.getOpcode() >= Opcodes.INVOKEVIRTUAL
                        && n.getOpcode() <= Opcodes.INVOKEDYNAMIC) {
                    points.add(new Point(Point.What.TORTURE, Point.Result.NONE, i, -1));
                }
            } else if (n instanceof MethodInsnNode m) {
                Point.What what = what(m, i);
                if (what != null) {
                    add(what, i);
                }
            } else if (n.getOpcode() == Opcodes.ARETURN) {
                returned(i);
            }
        }
        points.sort(Comparator.comparingInt(p -> p.insn));
        int state = 0;
        for (Point p : points) {
            p.state = ++state;
        }
        return points;
    }

    /** Calls of the language itself: they tell whether a method or lambda suspends at all. */
    static boolean isSuspending(MethodInsnNode m) {
        return m.owner.equals(RuntimeNames.ASYNCIO)
                && (m.name.equals("await")
                        || m.name.equals("emit")
                        || m.name.equals("emitAndReceive"));
    }

    private Point.@Nullable What what(MethodInsnNode m, int i) {
        if (m.owner.equals(RuntimeNames.ASYNCIO)) {
            return switch (m.name) {
                case "await" -> Point.What.AWAIT;
                case "emit" -> generatorOnly(Point.What.EMIT, i);
                case "emitAndReceive" -> generatorOnly(Point.What.EXCHANGE, i);
                default -> null;
            };
        }
        if (m.name.equals("hasNext")
                && m.desc.equals("()Z")
                && m.getOpcode() != Opcodes.INVOKESTATIC) {
            return isAsyncIterator(m, i) ? Point.What.HAS_NEXT : null;
        }
        if (m.name.equals("close")
                && m.desc.equals("()V")
                && m.getOpcode() != Opcodes.INVOKESTATIC
                && m.getOpcode() != Opcodes.INVOKESPECIAL
                && context.hierarchy.isSubtype(m.owner, RuntimeNames.ASYNC_CLOSEABLE)) {
            return Point.What.CLOSE;
        }
        return null;
    }

    private Point.What generatorOnly(Point.What what, int i) {
        if (target.kind != Kind.GENERATOR) {
            throw new UnsupportedCodeException(Problem.EMIT_OUTSIDE_GENERATOR, "", code.lines[i]);
        }
        return what;
    }

    private void add(Point.What what, int i) {
        Point.Result result =
                switch (what) {
                    case HAS_NEXT -> Point.Result.BOOLEAN;
                    case CLOSE, EMIT -> Point.Result.NONE;
                    default -> Point.Result.OBJECT;
                };
        Point.What call = null;
        if (what == Point.What.AWAIT) {
            call = callBefore(i);
        }
        points.add(
                call == null ? new Point(what, result, i, -1) : new Point(call, result, i, i - 1));
    }

    /** Whether the instruction before calls an async method whose coroutine nobody else sees. */
    private Point.@Nullable What callBefore(int i) {
        if (i == 0 || code.isLeader(i) || !(code.insns[i - 1] instanceof MethodInsnNode m)) {
            return null;
        }
        if (!m.desc.endsWith(")L" + RuntimeNames.COROUTINE + ";") || !context.options.direct()) {
            return null;
        }
        if (m.owner.equals(context.owner.name)) {
            AsyncMethod callee = context.woven.get(m.name + m.desc);
            if (callee != null && callee.kind == Kind.COROUTINE && callee.takesArguments()) {
                boolean certain =
                        m.getOpcode() == Opcodes.INVOKESTATIC
                                || m.getOpcode() == Opcodes.INVOKESPECIAL
                                || (callee.method.access
                                                & (Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL))
                                        != 0
                                || context.isFinalClass();
                if (certain) {
                    return Point.What.CALL_DIRECT;
                }
            } else if (callee == null && m.getOpcode() == Opcodes.INVOKESTATIC) {
                return null;
            }
        }
        if (returnsLeaves(m.owner)
                || slots(m) > 250
                || (context.owner.version & 0xffff) < Opcodes.V1_7) {
            return null;
        }
        return Point.What.CALL_LINKED;
    }

    /**
     * Whether the class's functions give coroutines without a body: there is nothing to link. Other
     * classes of the runtime, locks and queues for example, are woven like the users'.
     */
    private static boolean returnsLeaves(String owner) {
        return owner.equals(RuntimeNames.ASYNCIO) || owner.equals(RuntimeNames.COROUTINE);
    }

    private static int slots(MethodInsnNode m) {
        return org.objectweb.asm.Type.getArgumentsAndReturnSizes(m.desc) >> 2;
    }

    // ---- returns ------------------------------------------------------------------------------

    private void returned(int i) {
        if (target.kind == Kind.GENERATOR) {
            return;
        }
        if (i > 0 && !code.isLeader(i)) {
            if (isCompleted(code.insns[i - 1])) {
                dropped.set(i - 1);
                return;
            }
            if (code.insns[i - 1] instanceof VarInsnNode v && v.getOpcode() == Opcodes.ALOAD) {
                temporaries(v.var, i);
            }
        }
        Point.What call = callBefore(i);
        Point p =
                call == null
                        ? new Point(Point.What.AWAIT, Point.Result.RETURN, i, -1)
                        : new Point(call, Point.Result.RETURN, i, i - 1);
        int made = i;
        while (made > 1 && code.insns[made - 1].getOpcode() == Opcodes.MONITOREXIT) {
            made -= 2; // aload, monitorexit: the value lies below
        }
        p.completed = made != i && made > 0 && isCompleted(code.insns[made - 1]);
        points.add(p);
    }

    /**
     * {@code Coroutine.of(v)}, {@code Coroutine.done()}, {@code
     * CompletableFuture.completedFuture(v)}.
     */
    boolean isCompleted(AbstractInsnNode n) {
        if (!(n instanceof MethodInsnNode m) || m.getOpcode() != Opcodes.INVOKESTATIC) {
            return false;
        }
        if (target.kind == Kind.COROUTINE) {
            return m.owner.equals(RuntimeNames.COROUTINE)
                    && ((m.name.equals("of") && m.desc.startsWith("(Ljava/lang/Object;)"))
                            || (m.name.equals("done") && m.desc.startsWith("()")));
        }
        return m.owner.equals(RuntimeNames.FUTURE)
                && (m.name.equals("completedFuture") || m.name.equals("completedStage"));
    }

    /**
     * {@code return f()} inside a try with finally: javac stores the coroutine, runs the finally
     * part, loads and returns it. It must be awaited where it is stored.
     */
    private void temporaries(int local, int returnAt) {
        for (int store : stores(local, returnAt - 1)) {
            if (!leavesTry(store, returnAt) || isUsersVariable(local, store, returnAt)) {
                continue;
            }
            if (store > 0 && !code.isLeader(store) && isCompleted(code.insns[store - 1])) {
                continue;
            }
            if (points.stream().anyMatch(p -> p.insn == store)) {
                continue;
            }
            Point.What call = callBefore(store);
            points.add(
                    call == null
                            ? new Point(Point.What.AWAIT, Point.Result.STORE_RETURN, store, -1)
                            : new Point(call, Point.Result.STORE_RETURN, store, store - 1));
        }
    }

    private boolean leavesTry(int store, int returnAt) {
        for (Code.Try t : code.tries) {
            boolean in = t.start() <= store && store <= t.end() && t.start() < t.end();
            boolean out = t.start() <= returnAt && returnAt < t.end();
            if (in && !out && !(t.handler() >= t.start() && t.handler() < t.end())) {
                return true;
            }
        }
        return false;
    }

    /**
     * A variable of the source has a name. Where the class file has no names, the place of the
     * return tells: javac puts it before the handlers of the try that it leaves, but a return of a
     * variable, behind the try statement, after them.
     */
    private boolean isUsersVariable(int local, int store, int returnAt) {
        if (hasNames()) {
            return code.name(local, store + 1) != null;
        }
        for (Code.Try t : code.tries) {
            boolean in = t.start() <= store && store <= t.end() && t.start() < t.end();
            if (in && returnAt > t.handler()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the class was compiled with variable names, even if this method has no variable. */
    private boolean hasNames() {
        for (var m : context.owner.methods) {
            if (m.localVariables != null && !m.localVariables.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    // ---- async for ----------------------------------------------------------------------------

    private boolean isAsyncIterator(MethodInsnNode m, int i) {
        if (context.hierarchy.isSubtype(m.owner, RuntimeNames.ASYNC_ITERATOR)) {
            return true;
        }
        if (!m.owner.equals("java/util/Iterator")
                || i == 0
                || !(code.insns[i - 1] instanceof VarInsnNode v)) {
            return false;
        }
        for (int store : stores(v.var, i - 1)) {
            if (store > 0 && !code.isLeader(store) && makesAsyncIterator(code.insns[store - 1])) {
                return true;
            }
        }
        return false;
    }

    private boolean makesAsyncIterator(AbstractInsnNode n) {
        if (n.getOpcode() == Opcodes.CHECKCAST) {
            AbstractInsnNode before = n.getPrevious();
            while (before != null && before.getOpcode() < 0) {
                before = before.getPrevious();
            }
            return context.hierarchy.isSubtype(
                            ((org.objectweb.asm.tree.TypeInsnNode) n).desc,
                            RuntimeNames.ASYNC_ITERATOR)
                    || (before != null && makesAsyncIterator(before));
        }
        if (!(n instanceof MethodInsnNode m)
                || !m.name.equals("iterator")
                || !m.desc.startsWith("()L")) {
            return false;
        }
        String result = m.desc.substring(3, m.desc.length() - 1);
        return context.hierarchy.isSubtype(result, RuntimeNames.ASYNC_ITERATOR)
                || context.hierarchy.isSubtype(m.owner, RuntimeNames.ASYNC_ITERABLE);
    }

    /** The stores whose value may be in a local at an instruction. */
    private List<Integer> stores(int local, int at) {
        int[][] before = predecessors;
        if (before == null) {
            before = Liveness.predecessors(code);
            predecessors = before;
        }
        List<Integer> found = new ArrayList<>();
        BitSet seen = new BitSet();
        ArrayDeque<int[]> todo = new ArrayDeque<>();
        todo.push(new int[] {code.blockOf[at], at - 1});
        while (!todo.isEmpty()) {
            int[] from = todo.pop();
            int block = from[0];
            int i = from[1];
            while (i >= code.starts[block] && Liveness.defines(code.insns[i]) != local) {
                i--;
            }
            if (i >= code.starts[block]) {
                found.add(i);
                continue;
            }
            for (int p : before[block]) {
                if (!seen.get(p)) {
                    seen.set(p);
                    todo.push(new int[] {p, code.starts[p + 1] - 1});
                }
            }
        }
        return found;
    }

    /** Whether an await names a checked exception: then a class lies above what is awaited. */
    static boolean takesClass(MethodInsnNode await) {
        return await.desc.contains(";Ljava/lang/Class;)");
    }
}
