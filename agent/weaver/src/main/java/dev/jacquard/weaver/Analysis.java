package dev.jacquard.weaver;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * All that is known of a method before its bodies are written: code, suspension points with the
 * types and live variables at each, liveness, fields.
 */
final class Analysis {
    final AsyncMethod target;
    final Code code;
    final List<Point> points;
    final @Nullable Point[] pointAt;
    final BitSet dropped;
    final TypeTracker types;
    final Liveness liveness;
    final FieldPlan plan;

    private Analysis(
            AsyncMethod target,
            Code code,
            List<Point> points,
            BitSet dropped,
            TypeTracker types,
            Liveness liveness) {
        this.target = target;
        this.code = code;
        this.points = points;
        this.dropped = dropped;
        this.types = types;
        this.liveness = liveness;
        pointAt = new Point[code.insns.length];
        for (Point p : points) {
            pointAt[p.insn] = p;
        }
        plan = new FieldPlan(target, code, points);
        target.argumentFields = plan.arguments;
        target.argumentNames = new String[target.arguments.length];
        int slot = target.isStatic ? 0 : 1;
        for (int k = 0; k < target.arguments.length; k++) {
            target.argumentNames[k] = code.name(slot, 0);
            slot += target.arguments[k].getSize();
        }
    }

    /** Analyses a method; moves the making of objects behind an await in its arguments. */
    static Analysis of(WeavingContext context, AsyncMethod target) {
        MethodNode m = target.method;
        NewNormaliser.label(m);
        for (; ; ) {
            Code plain = Code.of(m, new BitSet(), target.kind);
            PointFinder finder = new PointFinder(context, target, plain);
            List<Point> points = finder.find();
            BitSet ends = new BitSet();
            points.forEach(p -> ends.set(p.insn));
            Code code = Code.of(m, ends, target.kind);
            BitSet wanted = new BitSet();
            for (int s : code.starts) {
                wanted.set(s);
            }
            for (Point p : points) {
                wanted.set(p.call >= 0 ? p.call : p.insn);
            }
            TypeTracker types = TypeTracker.of(context.owner.name, code, wanted);
            points.removeIf(p -> types.before(p.call >= 0 ? p.call : p.insn) == null);
            int state = 0;
            for (Point p : points) {
                p.state = ++state;
            }
            Liveness liveness = new Liveness(code);
            for (Point p : points) {
                place(p, code, types, liveness, target);
            }
            Set<AbstractInsnNode> suspended = suspendedNews(m, points);
            if (suspended.isEmpty()) {
                Monitors.check(code, points);
                return new Analysis(target, code, points, finder.dropped, types, liveness);
            }
            new NewNormaliser(context.owner.name, m).normalise(suspended);
            NewNormaliser.label(m);
        }
    }

    /** Fills in what a point keeps: the stack below what it awaits, and the live locals. */
    private static void place(
            Point p, Code code, TypeTracker types, Liveness liveness, AsyncMethod target) {
        int first = p.call >= 0 ? p.call : p.insn;
        TypeTracker.State state = Objects.requireNonNull(types.before(first));
        AbstractInsnNode n = code.insns[first];
        Object[] stack = state.stack();
        if (p.what == Point.What.TORTURE) {
            p.stack = afterCall(n, stack);
        } else {
            p.stack = Arrays.copyOf(stack, stack.length - inputs(n, p));
        }
        BitSet live = liveness.after(p.insn);
        if (p.result == Point.Result.STORE_RETURN) {
            live.clear(Liveness.defines(code.insns[p.insn]));
        }
        Object[] locals = new Object[state.locals().length];
        for (int k = 0; k < locals.length; k++) {
            if (live.get(k)) {
                locals[k] = state.locals()[k];
            }
        }
        if (!target.isStatic && !Weaver.selfIsVariable(target, code) && locals.length > 0) {
            locals[0] = state.locals()[0];
        }
        if (p.what == Point.What.TORTURE) {
            initialised(n, stack, locals);
        }
        p.locals = locals;
    }

    private static int inputs(AbstractInsnNode n, Point p) {
        if (p.call >= 0) {
            MethodInsnNode call = (MethodInsnNode) n;
            return Type.getArgumentTypes(call.desc).length
                    + (call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1);
        }
        return n instanceof MethodInsnNode m
                        && m.owner.equals(RuntimeNames.ASYNCIO)
                        && PointFinder.takesClass(m)
                ? 2
                : 1;
    }

    private static Object[] afterCall(AbstractInsnNode n, Object[] stack) {
        String desc = n instanceof MethodInsnNode m ? m.desc : ((InvokeDynamicInsnNode) n).desc;
        boolean receiver = n instanceof MethodInsnNode && n.getOpcode() != Opcodes.INVOKESTATIC;
        int below = stack.length - Type.getArgumentTypes(desc).length - (receiver ? 1 : 0);
        Type result = Type.getReturnType(desc);
        boolean some = result.getSort() != Type.VOID;
        Object[] after = Arrays.copyOf(stack, below + (some ? 1 : 0));
        if (some) {
            after[below] = Types.of(result);
        }
        initialised(n, stack, after);
        return after;
    }

    /** Behind a constructor call the copies of its receiver are objects. */
    private static void initialised(AbstractInsnNode n, Object[] stack, @Nullable Object[] types) {
        if (n instanceof MethodInsnNode m && m.name.equals("<init>")) {
            Object made = stack[stack.length - Type.getArgumentTypes(m.desc).length - 1];
            for (int k = 0; k < types.length; k++) {
                if (types[k] == made && made instanceof Label) {
                    types[k] = m.owner;
                }
            }
        }
    }

    private static Set<AbstractInsnNode> suspendedNews(MethodNode m, List<Point> points) {
        Set<AbstractInsnNode> found = new HashSet<>();
        Map<Label, AbstractInsnNode> sites = NewNormaliser.sites(m);
        for (Point p : points) {
            for (Object t : p.stack) {
                if (t instanceof Label l) {
                    found.add(sites.get(l));
                }
            }
            for (Object t : p.locals) {
                if (t instanceof Label l) {
                    found.add(sites.get(l));
                }
            }
        }
        return found;
    }
}
