package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.FieldPlan;
import dev.jacquard.weaver.code.Point;
import dev.jacquard.weaver.code.Types;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.RuntimeNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The static helpers that fill the frame of a suspended call and hand it to the driver. They live in the coroutine
 * class; points that save the same share one.
 *
 * <pre>
 *   static Object suspend$1(stack, int state, Shop self, locals, Shop$fetch$Coroutine frame, Driver driver) {
 *     if (frame == null) frame = new Shop$fetch$Coroutine(null);     // in the direct body
 *     frame.self = self;                                             // in the direct body
 *     frame.a = a; ...
 *     frame.b = null; ...                                            // what is dead
 *     frame.state = state;
 *     return driver.push(frame);                                     // in the resume body: again
 *   }
 * </pre>
 */
public final class SuspendHelpers {
    /**
     * One of them.
     *
     * @param point what it saves is what this point does
     * @param resumed whether the resume body calls it
     */
    record Helper(String name, String descriptor, Point point, boolean resumed) {}

    final SavePlan plan;
    private final Analysis analysis;
    private final AsyncMethod target;
    private final Map<String, Helper> helpers = new LinkedHashMap<>();

    public SuspendHelpers(Analysis analysis) {
        this.analysis = analysis;
        this.target = analysis.target;
        this.plan = new SavePlan(analysis);
    }

    /** The helper for a point that is not large; it takes what the descriptor says. */
    Helper helper(Point p, boolean resumed) {
        return helpers.computeIfAbsent(
                plan.key(p, resumed),
                k -> new Helper("suspend$" + (helpers.size() + 1), descriptor(p, resumed), p, resumed));
    }

    /** For large points: gives the frame on the stack, or a new one instead of null. */
    void callOrNew(MethodVisitor mv) {
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, target.coroutine, "orNew", orNewDescriptor(), false);
    }

    /** For large points: takes state, frame and driver. */
    void callLeave(MethodVisitor mv, boolean resumed) {
        mv.visitMethodInsn(Opcodes.INVOKESTATIC, target.coroutine, leaveName(resumed), leaveDescriptor(), false);
    }

    // ---- names and descriptors ------------------------------------------------------------------

    private String descriptor(Point p, boolean resumed) {
        StringBuilder d = new StringBuilder("(");
        for (Object t : p.stack) {
            String f = Types.descriptor(t);
            d.append(f == null ? "Ljava/lang/Object;" : f);
        }
        d.append('I');
        if (takesSelf(resumed)) {
            d.append('L').append(target.owner.name).append(';');
        }
        for (FieldPlan.Local l : plan.locals(p, resumed)) {
            d.append(l.field().descriptor);
        }
        d.append('L').append(target.coroutine).append(';').append(RuntimeNames.DRIVER_DESC);
        return d.append(")Ljava/lang/Object;").toString();
    }

    private boolean takesSelf(boolean resumed) {
        return !target.isStatic && !resumed;
    }

    private String orNewDescriptor() {
        return "(L" + target.coroutine + ";)L" + target.coroutine + ";";
    }

    private static String leaveName(boolean resumed) {
        return resumed ? "again" : "first";
    }

    private String leaveDescriptor() {
        return "(IL" + target.coroutine + ";" + RuntimeNames.DRIVER_DESC + ")Ljava/lang/Object;";
    }

    // ---- writing them ---------------------------------------------------------------------------

    /** Writes those that have been asked for. */
    void write(ClassVisitor cv) {
        for (Helper h : helpers.values()) {
            write(cv, h);
        }
        if (analysis.points.stream().anyMatch(p -> plan.isLarge(p, false))) {
            writeOrNew(cv);
            writeLeave(cv, false);
            writeLeave(cv, true);
        }
    }

    private static MethodVisitor method(ClassVisitor cv, String name, String descriptor) {
        MethodVisitor mv = cv.visitMethod(Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, name, descriptor, null, null);
        mv.visitCode();
        return mv;
    }

    private void write(ClassVisitor cv, Helper h) {
        MethodVisitor mv = method(cv, h.name, h.descriptor);
        Point p = h.point;
        List<FieldPlan.Local> locals = plan.locals(p, h.resumed);
        FieldPlan.Layout layout = analysis.plan.layouts[p.state];
        int slot = 0;
        int[] stackSlots = new int[p.stack.length];
        for (int k = 0; k < stackSlots.length; k++) {
            stackSlots[k] = slot;
            slot += Types.size(p.stack[k]);
        }
        int state = slot++;
        int self = takesSelf(h.resumed) ? slot++ : -1;
        int[] localSlots = new int[locals.size()];
        for (int k = 0; k < localSlots.length; k++) {
            localSlots[k] = slot;
            slot += Types.size(locals.get(k).type());
        }
        int frame = slot;
        int driver = slot + 1;
        if (!h.resumed) {
            makeFrame(mv, frame, self);
        }
        for (int k = 0; k < stackSlots.length; k++) {
            FieldPlan.Field f = layout.stack()[k];
            if (f != null) {
                mv.visitVarInsn(Opcodes.ALOAD, frame);
                mv.visitVarInsn(Types.load(p.stack[k]), stackSlots[k]);
                put(mv, f.name(), f.descriptor);
            }
        }
        for (int k = 0; k < localSlots.length; k++) {
            mv.visitVarInsn(Opcodes.ALOAD, frame);
            mv.visitVarInsn(Types.load(locals.get(k).type()), localSlots[k]);
            put(mv, locals.get(k).field().name(), locals.get(k).field().descriptor);
        }
        for (FieldPlan.Field f : plan.clears(p, h.resumed)) {
            mv.visitVarInsn(Opcodes.ALOAD, frame);
            mv.visitInsn(Opcodes.ACONST_NULL);
            put(mv, f.name(), f.descriptor);
        }
        leave(mv, state, frame, driver, h.resumed);
    }

    /** A call that did not begin as a coroutine has no frame yet. */
    private void makeFrame(MethodVisitor mv, int frame, int self) {
        mv.visitVarInsn(Opcodes.ALOAD, frame);
        Label there = new Label();
        mv.visitJumpInsn(Opcodes.IFNONNULL, there);
        newFrame(mv);
        mv.visitVarInsn(Opcodes.ASTORE, frame);
        mv.visitLabel(there);
        mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        if (self >= 0) { // a coroutine has let go of it when it began
            mv.visitVarInsn(Opcodes.ALOAD, frame);
            mv.visitVarInsn(Opcodes.ALOAD, self);
            put(mv, FieldPlan.SELF, "L" + target.owner.name + ";");
        }
    }

    /** A coroutine of a call that runs already. */
    private void newFrame(MethodVisitor mv) {
        mv.visitTypeInsn(Opcodes.NEW, target.coroutine);
        mv.visitInsn(Opcodes.DUP);
        if (target.kind != Kind.TORTURE) {
            mv.visitInsn(Opcodes.ACONST_NULL);
        }
        mv.visitMethodInsn(
                Opcodes.INVOKESPECIAL, target.coroutine, "<init>", target.frameConstructorDescriptor(), false);
    }

    /** Sets the state and hands the frame to the driver. */
    private void leave(MethodVisitor mv, int state, int frame, int driver, boolean resumed) {
        mv.visitVarInsn(Opcodes.ALOAD, frame);
        mv.visitVarInsn(Opcodes.ILOAD, state);
        put(mv, RuntimeNames.STATE, "I");
        mv.visitVarInsn(Opcodes.ALOAD, driver);
        mv.visitVarInsn(Opcodes.ALOAD, frame);
        (resumed ? RuntimeNames.AGAIN : RuntimeNames.PUSH).write(mv);
        mv.visitInsn(Opcodes.ARETURN);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    private void put(MethodVisitor mv, String name, String descriptor) {
        mv.visitFieldInsn(Opcodes.PUTFIELD, target.coroutine, name, descriptor);
    }

    private void writeOrNew(ClassVisitor cv) {
        MethodVisitor mv = method(cv, "orNew", orNewDescriptor());
        Label none = new Label();
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitJumpInsn(Opcodes.IFNULL, none);
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitInsn(Opcodes.ARETURN);
        mv.visitLabel(none);
        mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        newFrame(mv);
        mv.visitInsn(Opcodes.ARETURN);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    private void writeLeave(ClassVisitor cv, boolean resumed) {
        leave(method(cv, leaveName(resumed), leaveDescriptor()), 0, 1, 2, resumed);
    }
}
