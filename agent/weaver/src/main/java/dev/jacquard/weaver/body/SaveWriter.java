package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.FieldPlan;
import dev.jacquard.weaver.code.Insns;
import dev.jacquard.weaver.code.Point;
import dev.jacquard.weaver.code.Types;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.RuntimeNames;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes what a body ends with: what is done where a point suspends. Points that save the same share it.
 *
 * <pre>
 *   SAVE_k: pop; push k; goto SAVE
 *   SAVE_l: pop; push l
 *   SAVE:   return Shop$fetch$Coroutine.suspend$1(stack, state, self, locals, frame, driver)
 * </pre>
 */
final class SaveWriter {
    private final Body body;
    private final BodyFrames frames;
    private final SuspendHelpers helpers;
    private final SavePlan plan;
    private final AsyncMethod target;
    private final MethodVisitor out;
    private final Map<Point, Label> labels = new LinkedHashMap<>();

    SaveWriter(Body body, BodyFrames frames, SuspendHelpers helpers) {
        this.body = body;
        this.frames = frames;
        this.helpers = helpers;
        this.plan = helpers.plan;
        this.target = body.target;
        this.out = body.out;
    }

    /** Where a point goes if it suspends, with SUSPENDED on the stack. */
    Label label(Point p) {
        return labels.computeIfAbsent(p, k -> new Label());
    }

    /** Writes the code for all points whose label somebody has asked for. */
    void write() {
        Map<String, List<Point>> groups = new LinkedHashMap<>();
        for (Point p : labels.keySet()) {
            groups.computeIfAbsent(plan.key(p, body.resume), k -> new ArrayList<>())
                    .add(p);
        }
        groups.values().forEach(this::write);
    }

    private void write(List<Point> group) {
        Label shared = group.size() > 1 ? new Label() : null;
        Point one = group.get(0);
        BitSet kept = plan.slots(one, body.resume);
        if (!target.isStatic && !body.selfIsVariable) {
            kept.set(0);
        }
        for (Point p : group) {
            out.visitLabel(Objects.requireNonNull(labels.get(p)));
            frames.atSave(p, kept, RuntimeNames.OBJECT);
            body.lineAnew(p.insn);
            out.visitInsn(Opcodes.POP);
            Insns.push(out, p.state);
            if (shared != null && p != group.get(group.size() - 1)) {
                out.visitJumpInsn(Opcodes.GOTO, shared);
            }
        }
        if (shared != null) {
            out.visitLabel(shared);
            frames.atSave(one, kept, Opcodes.INTEGER);
        }
        if (plan.isLarge(one, body.resume)) {
            storeEach(one);
        } else {
            callHelper(one);
        }
        out.visitInsn(Opcodes.ARETURN);
    }

    /** On the stack: what the point has there, and the state number. */
    private void callHelper(Point p) {
        if (!target.isStatic && !body.resume) {
            out.visitVarInsn(Opcodes.ALOAD, 0);
        }
        for (FieldPlan.Local l : plan.locals(p, body.resume)) {
            loadLocal(l);
        }
        body.loadFrame();
        body.loadDriver();
        SuspendHelpers.Helper helper = helpers.helper(p, body.resume);
        out.visitMethodInsn(Opcodes.INVOKESTATIC, target.coroutine, helper.name(), helper.descriptor(), false);
    }

    /** Stores the variables one by one, without a helper: there are too many for one call. */
    private void storeEach(Point p) {
        int state = body.slots.temps;
        int value = body.slots.temps + 1;
        out.visitVarInsn(Opcodes.ISTORE, state);
        if (!body.resume) {
            body.loadFrame();
            helpers.callOrNew(out);
            out.visitVarInsn(Opcodes.ASTORE, body.slots.frame);
            if (!target.isStatic) {
                body.loadFrame();
                out.visitVarInsn(Opcodes.ALOAD, 0);
                put(FieldPlan.SELF, "L" + target.owner.name + ";");
            }
        }
        FieldPlan.Layout layout = body.analysis.plan.layouts[p.state];
        for (int k = p.stack.length - 1; k >= 0; k--) {
            FieldPlan.Field f = layout.stack()[k];
            if (f == null) {
                out.visitInsn(Opcodes.POP);
                continue;
            }
            out.visitVarInsn(Types.store(p.stack[k]), value);
            body.loadFrame();
            out.visitVarInsn(Types.load(p.stack[k]), value);
            put(f.name(), f.descriptor);
        }
        for (FieldPlan.Local l : plan.locals(p, body.resume)) {
            body.loadFrame();
            loadLocal(l);
            put(l.field().name(), l.field().descriptor);
        }
        for (FieldPlan.Field f : plan.clears(p, body.resume)) {
            body.loadFrame();
            out.visitInsn(Opcodes.ACONST_NULL);
            put(f.name(), f.descriptor);
        }
        out.visitVarInsn(Opcodes.ILOAD, state);
        body.loadFrame();
        body.loadDriver();
        helpers.callLeave(out, body.resume);
    }

    private void loadLocal(FieldPlan.Local l) {
        out.visitVarInsn(Types.load(l.type()), body.slots.map(l.slot()));
    }

    private void put(String name, String descriptor) {
        out.visitFieldInsn(Opcodes.PUTFIELD, target.coroutine, name, descriptor);
    }
}
