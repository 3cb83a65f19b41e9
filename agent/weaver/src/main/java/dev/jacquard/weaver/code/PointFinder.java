package dev.jacquard.weaver.code;

import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.UnsupportedCodeException;
import dev.jacquard.weaver.model.WeavingContext;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Finds where a method suspends. Takes its code and the async methods of the class, gives sites and what is dropped;
 * changes nothing.
 *
 * <pre>
 *   await(x)                        a site at the call
 *   await(f(x)), f is async         one at the await, which replaces the call as well
 *   return f(x);                    one at the return, or, in a try, where the value leaves it
 *   return Coroutine.of(v);         none: the call is dropped, v is returned
 *   it.hasNext(), r.close()         one if the object is asynchronous, or may be
 * </pre>
 */
final class PointFinder {
    private final WeavingContext context;
    private final AsyncMethod target;
    private final Code code;
    private final List<Point.Site> points = new ArrayList<>();

    /**
     * Instructions that are dropped: what makes a coroutine of a value that is returned at once, or null in its place.
     */
    final BitSet dropped = new BitSet();

    private @Nullable ImplicitAwaits implicits;

    PointFinder(WeavingContext context, AsyncMethod target, Code code) {
        this.context = context;
        this.target = target;
        this.code = code;
    }

    List<Point.Site> find() {
        for (int i = 0; i < code.insns.length; i++) {
            AbstractInsnNode n = code.insns[i];
            if (target.kind == Kind.TORTURE) {
                if (n.getOpcode() >= Opcodes.INVOKEVIRTUAL && n.getOpcode() <= Opcodes.INVOKEDYNAMIC) {
                    points.add(new Point.Site(Point.What.TORTURE, Point.Result.NONE, i, -1));
                }
            } else if (n instanceof MethodInsnNode m) {
                Point.What what = what(m, i);
                if (what != null) {
                    add(what, i);
                } else {
                    implicit(m, i);
                }
            } else if (n.getOpcode() == Opcodes.ARETURN) {
                returned(i);
            }
        }
        returnedEarly();
        points.sort(Comparator.comparingInt(Point.Site::insn));
        return points;
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
        return null;
    }

    /** What the language awaits without saying so: the end of a resource, the next of an iterator. */
    private void implicit(MethodInsnNode m, int i) {
        Point.What what = null;
        ImplicitAwaits.Answer answer = ImplicitAwaits.Answer.NO;
        int op = m.getOpcode();
        boolean isVirtual = op == Opcodes.INVOKEVIRTUAL || op == Opcodes.INVOKEINTERFACE;
        if (isVirtual && m.name.equals("hasNext") && m.desc.equals("()Z")) {
            what = Point.What.HAS_NEXT;
            answer = implicits().hasNext(m, i);
        } else if (isVirtual && m.name.equals("close") && m.desc.equals("()V")) {
            what = Point.What.CLOSE;
            answer = implicits().close(m, i);
        } else if (ImplicitAwaits.isKotlinsClose(m)) {
            what = Point.What.CLOSE_FINALLY;
            answer = implicits().closeFinally(m, i);
        }
        if (what != null && answer != ImplicitAwaits.Answer.NO) {
            points.add(new Point.Site(what, resultOf(what), i, -1, answer == ImplicitAwaits.Answer.MAYBE, false));
        }
    }

    private ImplicitAwaits implicits() {
        ImplicitAwaits made = implicits;
        if (made == null) {
            made = new ImplicitAwaits(context, target, code);
            implicits = made;
        }
        return made;
    }

    private Point.What generatorOnly(Point.What what, int i) {
        if (target.kind != Kind.GENERATOR) {
            throw new UnsupportedCodeException(Problem.EMIT_OUTSIDE_GENERATOR, "", code.lines[i]);
        }
        return what;
    }

    private void add(Point.What what, int i) {
        Point.What call = what == Point.What.AWAIT ? callBefore(i) : null;
        Point.Result result = resultOf(what);
        points.add(call == null ? new Point.Site(what, result, i, -1) : new Point.Site(call, result, i, i - 1));
    }

    private static Point.Result resultOf(Point.What what) {
        return switch (what) {
            case HAS_NEXT -> Point.Result.BOOLEAN;
            case CLOSE, CLOSE_FINALLY, EMIT -> Point.Result.NONE;
            default -> Point.Result.OBJECT;
        };
    }

    /** Whether the instruction before calls an async method whose coroutine nobody else sees. */
    private Point.@Nullable What callBefore(int i) {
        return i == 0 || code.isLeader(i) ? null : callOf(i - 1);
    }

    private Point.@Nullable What callOf(int i) {
        if (i < 0 || !(code.insns[i] instanceof MethodInsnNode m)) {
            return null;
        }
        if (!m.desc.endsWith(")L" + RuntimeNames.COROUTINE + ";") || !context.options.direct()) {
            return null;
        }
        if (m.owner.equals(context.owner.name)) {
            AsyncMethod callee = context.woven.get(m.name + m.desc);
            if (callee != null && callee.kind == Kind.COROUTINE && callee.takesArguments()) {
                boolean certain = m.getOpcode() == Opcodes.INVOKESTATIC
                        || m.getOpcode() == Opcodes.INVOKESPECIAL
                        || (callee.method.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL)) != 0
                        || context.isFinalClass();
                if (certain && !context.options.switchable()) {
                    return Point.What.CALL_DIRECT;
                }
            } else if (callee == null && m.getOpcode() == Opcodes.INVOKESTATIC) {
                return null;
            }
        }
        if (returnsLeaves(m.owner) || slots(m) > 250 || (context.owner.version & 0xffff) < Opcodes.V1_7) {
            return null;
        }
        return Point.What.CALL_LINKED;
    }

    /**
     * Whether the class's functions give coroutines without a body: there is nothing to link. Other classes of the
     * runtime, locks and queues for example, are woven like the users'.
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
            if (isCompleted(code.insns[i - 1]) || isNull(code.insns[i - 1])) {
                dropped.set(i - 1);
                return;
            }
        }
        int made = i;
        while (made > 1 && code.insns[made - 1].getOpcode() == Opcodes.MONITOREXIT) {
            made -= 2; // aload, monitorexit: the value lies below
        }
        boolean completed = made != i && made > 0 && isCompleted(code.insns[made - 1]);
        Point.What call = callBefore(i);
        points.add(new Point.Site(
                call == null ? Point.What.AWAIT : call,
                Point.Result.RETURN,
                i,
                call == null ? -1 : i - 1,
                false,
                completed));
    }

    /** Nothing to suspend for: a mutation test that returns null changes no coroutine class. */
    private boolean isNull(AbstractInsnNode n) {
        return n.getOpcode() == Opcodes.ACONST_NULL && target.kind != Kind.TORTURE;
    }

    /** {@code Coroutine.of(v)}, {@code Coroutine.done()}, {@code CompletableFuture.completedFuture(v)}. */
    boolean isCompleted(AbstractInsnNode n) {
        if (target.kind == Kind.TORTURE) {
            return false;
        }
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

    /** Awaits returned values that leave a try before they are returned. */
    private void returnedEarly() {
        if (target.kind == Kind.GENERATOR) {
            return;
        }
        BitSet taken = new BitSet();
        points.forEach(p -> taken.set(p.insn()));
        for (ReturnedValues.Place place : ReturnedValues.places(context, target, code, this::isCompleted)) {
            int at = place.insn();
            Point.Result result = place.isStore() ? Point.Result.STORE_RETURN : Point.Result.KEEP_RETURN;
            if (target.kind == Kind.TORTURE) {
                if (!taken.get(at)) {
                    points.add(new Point.Site(Point.What.TORTURE, result, at, -1));
                }
                continue;
            }
            if (taken.get(at)) {
                throw new UnsupportedCodeException(Problem.RETURN_IN_TRY, "", code.lines[at]);
            }
            int call = place.isStore() ? at - 1 : at;
            Point.What what = place.isStore() && code.isLeader(at) ? null : callOf(call);
            points.add(
                    what == null
                            ? new Point.Site(Point.What.AWAIT, result, at, -1)
                            : new Point.Site(what, result, at, call));
        }
    }
}
