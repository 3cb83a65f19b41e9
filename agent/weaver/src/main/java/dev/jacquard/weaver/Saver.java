package dev.jacquard.weaver;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes the code that saves a suspended call: in the bodies a call of a static helper that takes
 * what is to be saved, and the helpers, which live in the coroutine class. Points that save the
 * same share both.
 */
final class Saver {
    /** Beyond this a helper could not take all values as arguments: they are stored one by one. */
    private static final int MAX_ARGUMENT_SLOTS = 250;

    /**
     * Above this many points all live locals are saved each time, so that more points share code.
     */
    private static final int MANY_POINTS = 60;

    private record Helper(String name, String descriptor, Point point, boolean resumed) {}

    private final Analysis analysis;
    private final AsyncMethod target;
    private final Changes changes;
    private final Map<String, Helper> helpers = new LinkedHashMap<>();

    Saver(Analysis analysis) {
        this.analysis = analysis;
        this.target = analysis.target;
        this.changes = new Changes(analysis.code, analysis.plan, analysis.points);
    }

    private List<FieldPlan.Local> locals(Point p, boolean resumed) {
        return resumed && analysis.points.size() <= MANY_POINTS
                ? changes.toSave(p)
                : analysis.plan.layouts[p.state].locals();
    }

    private List<FieldPlan.Field> clears(Point p, boolean resumed) {
        if (!resumed) {
            return List.of();
        }
        if (analysis.points.size() <= MANY_POINTS) {
            return changes.toClear(p);
        }
        return analysis.plan.fields.stream()
                .filter(f -> Types.isReference(f.descriptor) && !f.states.get(p.state))
                .toList();
    }

    /** Points with equal keys save alike. */
    String key(Point p, boolean resumed) {
        StringBuilder k = new StringBuilder(resumed ? "again" : "first");
        stackKey(p, k);
        for (FieldPlan.Local l : locals(p, resumed)) {
            k.append(' ').append(l.slot()).append('>').append(l.field().index);
        }
        for (FieldPlan.Field f : clears(p, resumed)) {
            k.append(" 0>").append(f.index).append('!');
        }
        return k.toString();
    }

    /** Points with equal keys are restored alike. */
    String layoutKey(Point p) {
        StringBuilder k = new StringBuilder();
        stackKey(p, k);
        FieldPlan.Layout layout = analysis.plan.layouts[p.state];
        for (FieldPlan.Local l : layout.locals()) {
            k.append(' ').append(l.slot()).append('>').append(l.field().index);
        }
        return k.append(layout.nullLocals()).toString();
    }

    private void stackKey(Point p, StringBuilder k) {
        FieldPlan.Field[] fields = analysis.plan.layouts[p.state].stack();
        for (int j = 0; j < fields.length; j++) {
            k.append(fields[j] == null ? " null" : " s" + fields[j].index);
        }
        k.append(" |");
    }

    /** The locals that the saving code reads. */
    BitSet slots(Point p, boolean resumed) {
        BitSet slots = new BitSet();
        for (FieldPlan.Local l : locals(p, resumed)) {
            slots.set(l.slot());
        }
        return slots;
    }

    /**
     * Emits the call of the helper and the return.
     *
     * <p>On the stack: what the point has there, and the state number.
     */
    void emit(
            MethodNode out,
            Point p,
            boolean resumed,
            int selfSlot,
            int frameSlot,
            int driverSlot,
            int temps,
            IntUnaryOperator map) {
        List<FieldPlan.Local> locals = locals(p, resumed);
        int size = 4;
        for (Object t : p.stack) {
            size += Types.size(t);
        }
        for (FieldPlan.Local l : locals) {
            size += Types.size(l.type());
        }
        if (size > MAX_ARGUMENT_SLOTS) {
            storeEach(out, p, resumed, selfSlot, frameSlot, driverSlot, temps, map);
            return;
        }
        boolean self = selfSlot >= 0 && !resumed;
        StringBuilder d = new StringBuilder("(");
        for (Object t : p.stack) {
            String f = Types.descriptor(t);
            d.append(f == null ? "Ljava/lang/Object;" : f);
        }
        d.append('I');
        if (self) {
            out.visitVarInsn(Opcodes.ALOAD, selfSlot);
            d.append('L').append(target.owner.name).append(';');
        }
        for (FieldPlan.Local l : locals) {
            out.visitVarInsn(Types.load(l.type()), map.applyAsInt(l.slot()));
            d.append(l.field().descriptor);
        }
        out.visitVarInsn(Opcodes.ALOAD, frameSlot);
        out.visitVarInsn(Opcodes.ALOAD, driverSlot);
        d.append('L').append(target.coroutine).append(';').append(RuntimeNames.DRIVER_DESC);
        d.append(")Ljava/lang/Object;");
        Helper helper =
                helpers.computeIfAbsent(
                        key(p, resumed),
                        k ->
                                new Helper(
                                        "suspend$" + (helpers.size() + 1),
                                        d.toString(),
                                        p,
                                        resumed));
        out.visitMethodInsn(
                Opcodes.INVOKESTATIC, target.coroutine, helper.name, helper.descriptor, false);
        out.visitInsn(Opcodes.ARETURN);
    }

    /** For hundreds of live variables. */
    private void storeEach(
            MethodNode out,
            Point p,
            boolean resumed,
            int selfSlot,
            int frameSlot,
            int driverSlot,
            int temps,
            IntUnaryOperator map) {
        int state = temps;
        int next = temps + 1;
        out.visitVarInsn(Opcodes.ISTORE, state);
        if (!resumed) {
            out.visitVarInsn(Opcodes.ALOAD, frameSlot);
            out.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    target.coroutine,
                    "orNew",
                    "(L" + target.coroutine + ";)L" + target.coroutine + ";",
                    false);
            out.visitVarInsn(Opcodes.ASTORE, frameSlot);
            if (selfSlot >= 0) {
                out.visitVarInsn(Opcodes.ALOAD, frameSlot);
                out.visitVarInsn(Opcodes.ALOAD, selfSlot);
                put(out, FieldPlan.SELF, "L" + target.owner.name + ";");
            }
        }
        FieldPlan.Layout layout = analysis.plan.layouts[p.state];
        for (int k = p.stack.length - 1; k >= 0; k--) {
            FieldPlan.Field f = layout.stack()[k];
            if (f == null) {
                out.visitInsn(Opcodes.POP);
                continue;
            }
            out.visitVarInsn(Types.store(p.stack[k]), next);
            out.visitVarInsn(Opcodes.ALOAD, frameSlot);
            out.visitVarInsn(Types.load(p.stack[k]), next);
            put(out, f.name, f.descriptor);
        }
        for (FieldPlan.Local l : locals(p, resumed)) {
            out.visitVarInsn(Opcodes.ALOAD, frameSlot);
            out.visitVarInsn(Types.load(l.type()), map.applyAsInt(l.slot()));
            put(out, l.field().name, l.field().descriptor);
        }
        for (FieldPlan.Field f : clears(p, resumed)) {
            out.visitVarInsn(Opcodes.ALOAD, frameSlot);
            out.visitInsn(Opcodes.ACONST_NULL);
            put(out, f.name, f.descriptor);
        }
        out.visitVarInsn(Opcodes.ILOAD, state);
        out.visitVarInsn(Opcodes.ALOAD, frameSlot);
        out.visitVarInsn(Opcodes.ALOAD, driverSlot);
        out.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                target.coroutine,
                resumed ? "again" : "first",
                "(IL" + target.coroutine + ";" + RuntimeNames.DRIVER_DESC + ")Ljava/lang/Object;",
                false);
        out.visitInsn(Opcodes.ARETURN);
    }

    private void put(MethodVisitor mv, String name, String descriptor) {
        mv.visitFieldInsn(Opcodes.PUTFIELD, target.coroutine, name, descriptor);
    }

    // ---- the helpers ----------------------------------------------------------------------------

    void writeHelpers(ClassVisitor cv, int line) {
        for (Helper h : helpers.values()) {
            write(cv, h, line);
        }
        if (analysis.points.stream().anyMatch(p -> isLarge(p))) {
            writeLargeHelpers(cv, line);
        }
    }

    private boolean isLarge(Point p) {
        int size = 4;
        for (Object t : p.stack) {
            size += Types.size(t);
        }
        for (FieldPlan.Local l : analysis.plan.layouts[p.state].locals()) {
            size += Types.size(l.type());
        }
        return size > MAX_ARGUMENT_SLOTS;
    }

    private static MethodVisitor method(ClassVisitor cv, String name, String descriptor, int line) {
        MethodVisitor mv = cv.visitMethod(Opcodes.ACC_STATIC, name, descriptor, null, null);
        mv.visitCode();
        Weaver.line(mv, line);
        return mv;
    }

    private void write(ClassVisitor cv, Helper h, int line) {
        MethodVisitor mv = method(cv, h.name, h.descriptor, line);
        Point p = h.point;
        boolean self = !target.isStatic && !h.resumed;
        List<FieldPlan.Local> locals = locals(p, h.resumed);
        FieldPlan.Layout layout = analysis.plan.layouts[p.state];
        int slot = 0;
        int[] stackSlots = new int[p.stack.length];
        for (int k = 0; k < stackSlots.length; k++) {
            stackSlots[k] = slot;
            slot += Types.size(p.stack[k]);
        }
        int state = slot++;
        int selfSlot = self ? slot++ : -1;
        int[] localSlots = new int[locals.size()];
        for (int k = 0; k < localSlots.length; k++) {
            localSlots[k] = slot;
            slot += Types.size(locals.get(k).type());
        }
        int frame = slot;
        int driver = slot + 1;
        if (!h.resumed) {
            mv.visitVarInsn(Opcodes.ALOAD, frame);
            Label there = new Label();
            mv.visitJumpInsn(Opcodes.IFNONNULL, there);
            mv.visitTypeInsn(Opcodes.NEW, target.coroutine);
            newFrame(mv);
            mv.visitVarInsn(Opcodes.ASTORE, frame);
            mv.visitLabel(there);
            mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
            if (self) {
                mv.visitVarInsn(Opcodes.ALOAD, frame);
                mv.visitVarInsn(Opcodes.ALOAD, selfSlot);
                put(mv, FieldPlan.SELF, "L" + target.owner.name + ";");
            }
        }
        for (int k = 0; k < stackSlots.length; k++) {
            FieldPlan.Field f = layout.stack()[k];
            if (f != null) {
                mv.visitVarInsn(Opcodes.ALOAD, frame);
                mv.visitVarInsn(Types.load(p.stack[k]), stackSlots[k]);
                put(mv, f.name, f.descriptor);
            }
        }
        for (int k = 0; k < localSlots.length; k++) {
            mv.visitVarInsn(Opcodes.ALOAD, frame);
            mv.visitVarInsn(Types.load(locals.get(k).type()), localSlots[k]);
            put(mv, locals.get(k).field().name, locals.get(k).field().descriptor);
        }
        for (FieldPlan.Field f : clears(p, h.resumed)) {
            mv.visitVarInsn(Opcodes.ALOAD, frame);
            mv.visitInsn(Opcodes.ACONST_NULL);
            put(mv, f.name, f.descriptor);
        }
        leave(mv, state, frame, driver, h.resumed);
    }

    /** What stands behind {@code new}: the constructor of a call that runs already. */
    private void newFrame(MethodVisitor mv) {
        mv.visitInsn(Opcodes.DUP);
        if (target.kind != Kind.TORTURE) {
            mv.visitInsn(Opcodes.ACONST_NULL);
        }
        mv.visitMethodInsn(
                Opcodes.INVOKESPECIAL,
                target.coroutine,
                "<init>",
                target.frameConstructorDescriptor(),
                false);
    }

    /** Sets the state and hands the frame to the driver. */
    private void leave(MethodVisitor mv, int state, int frame, int driver, boolean resumed) {
        mv.visitVarInsn(Opcodes.ALOAD, frame);
        mv.visitVarInsn(Opcodes.ILOAD, state);
        put(mv, "state", "I");
        mv.visitVarInsn(Opcodes.ALOAD, driver);
        mv.visitVarInsn(Opcodes.ALOAD, frame);
        mv.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL,
                RuntimeNames.DRIVER,
                resumed ? "again" : "push",
                "(L" + RuntimeNames.FRAME + ";)Ljava/lang/Object;",
                false);
        mv.visitInsn(Opcodes.ARETURN);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
    }

    private void writeLargeHelpers(ClassVisitor cv, int line) {
        String self = "L" + target.coroutine + ";";
        MethodVisitor mv = method(cv, "orNew", "(" + self + ")" + self, line);
        Label none = new Label();
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitJumpInsn(Opcodes.IFNULL, none);
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitInsn(Opcodes.ARETURN);
        mv.visitLabel(none);
        mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        mv.visitTypeInsn(Opcodes.NEW, target.coroutine);
        newFrame(mv);
        mv.visitInsn(Opcodes.ARETURN);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
        for (boolean resumed : new boolean[] {false, true}) {
            MethodVisitor leave =
                    method(
                            cv,
                            resumed ? "again" : "first",
                            "(I" + self + RuntimeNames.DRIVER_DESC + ")Ljava/lang/Object;",
                            line);
            leave(leave, 0, 1, 2, resumed);
        }
    }
}
