package dev.jacquard.weaver.code;

import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.Language;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.WeavingContext;
import java.util.ArrayList;
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
 * All that is known of a method before its bodies are written. Takes the method, gives its code, its suspension points
 * with the types and live variables at each, and the fields that hold these.
 *
 * <pre>
 *   method ─ {@link StackMaps}: has one?
 *     └─▶ {@link Code}: instructions, blocks ─ {@link PointFinder}: sites ─ {@link TypeTracker}: types there
 *           ─ {@link Monitors}: none held? ─ {@link Liveness} ─▶ {@link Point}s
 *                 │ an object that is not initialised yet at one of them:
 *                 └─ {@link NewNormaliser} changes the method, and it begins anew
 *           ─▶ {@link FieldPlan}
 * </pre>
 */
public final class Analysis {
    public final AsyncMethod target;
    public final Code code;
    public final List<Point> points;
    public final @Nullable Point[] pointAt;
    public final BitSet dropped;
    public final TypeTracker types;
    public final Liveness liveness;
    public final FieldPlan plan;

    private Analysis(
            AsyncMethod target, Code code, List<Point> points, BitSet dropped, TypeTracker types, Liveness liveness) {
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
    }

    /** Analyses a method; moves the making of objects behind an await in its arguments. */
    public static Analysis of(WeavingContext context, AsyncMethod target) {
        MethodNode m = target.method;
        StackMaps.check(context.owner, m);
        NewNormaliser.label(m);
        for (; ; ) {
            PointFinder finder = new PointFinder(context, target, Code.of(m, new BitSet(), target.kind));
            List<Point.Site> found = finder.find();
            BitSet ends = new BitSet();
            found.forEach(p -> ends.set(p.insn()));
            Code code = Code.of(m, ends, target.kind);
            TypeTracker types = types(context, code, found);
            found.removeIf(p -> types.before(p.first()) == null);
            List<Point.Site> free = Monitors.check(code, found);
            Liveness liveness = new Liveness(code);
            List<Point> points = new ArrayList<>();
            for (Point.Site p : free) {
                points.add(point(p, points.size() + 1, code, types, liveness));
            }
            Set<AbstractInsnNode> suspended = suspendedNews(m, points);
            if (suspended.isEmpty()) {
                return new Analysis(target, code, points, finder.dropped, types, liveness);
            }
            new NewNormaliser(context.owner.name, m).normalise(suspended);
            NewNormaliser.label(m);
        }
    }

    /** The types where blocks begin, and at the points. */
    private static TypeTracker types(WeavingContext context, Code code, List<Point.Site> points) {
        BitSet before = new BitSet();
        for (int s : code.starts) {
            before.set(s);
        }
        BitSet after = new BitSet();
        for (Point.Site p : points) {
            before.set(p.first());
            if (p.isBehind()) {
                after.set(p.insn());
            }
        }
        return TypeTracker.of(context.owner.name, code, before, after);
    }

    /** What a point keeps: the stack below what it awaits, and the live locals. */
    private static Point point(Point.Site p, int number, Code code, TypeTracker types, Liveness liveness) {
        TypeTracker.State state =
                Objects.requireNonNull(p.isBehind() ? types.after(p.insn()) : types.before(p.first()));
        AbstractInsnNode n = code.insns[p.first()];
        Object[] all = state.stack();
        Object[] stack = p.isCall() ? afterCall(n, all) : Arrays.copyOf(all, all.length - inputs(n, p));
        BitSet live =
                p.result() == Point.Result.STORE_RETURN ? liveness.beforeStore(p.insn()) : liveness.after(p.insn());
        Object[] locals = new Object[state.locals().length];
        for (int k = 0; k < locals.length; k++) {
            if (live.get(k)) {
                locals[k] = state.locals()[k];
            }
        }
        boolean isStatic = (code.method.access & Opcodes.ACC_STATIC) != 0;
        if (!isStatic && !code.selfIsVariable() && locals.length > 0) {
            locals[0] = state.locals()[0];
        }
        if (p.isCall()) {
            initialised(n, all, locals);
        }
        Object kept = p.keeps() && p.call() < 0 ? all[all.length - 1] : null;
        return new Point(p, number, stack, locals, kept);
    }

    private static int inputs(AbstractInsnNode n, Point.Site p) {
        if (p.isBehind()) {
            return 1;
        }
        if (p.call() >= 0) {
            MethodInsnNode call = (MethodInsnNode) n;
            return Type.getArgumentTypes(call.desc).length + (call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1);
        }
        boolean takesTwo = p.what() == Point.What.CLOSE_FINALLY
                || (n instanceof MethodInsnNode m && m.owner.equals(RuntimeNames.ASYNCIO) && Language.takesClass(m));
        return takesTwo ? 2 : 1;
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
