package dev.jacquard.weaver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes what a resume body begins with.
 *
 * <pre>
 *   switch (state)
 *     k: locals = fields; stack = fields     // points that restore alike share this,
 *        switch (state)                      // and part ways here
 *          k: check(value)                   // within the point's try ranges
 *             (goes on behind the point)
 *   throw new IllegalStateException
 * </pre>
 */
final class ResumptionWriter {
    private final Body body;
    private final Copies copies;
    private final BodyFrames frames;
    private final TableWriter tables;
    private final PointWriter points;
    private final MethodVisitor out;

    ResumptionWriter(
            Body body, Copies copies, BodyFrames frames, TableWriter tables, PointWriter points) {
        this.body = body;
        this.copies = copies;
        this.frames = frames;
        this.tables = tables;
        this.points = points;
        this.out = body.out;
    }

    /**
     * @param plan tells which points restore alike
     */
    void write(SavePlan plan) {
        Map<String, List<Point>> groups = new LinkedHashMap<>();
        for (Point p : body.analysis.points) {
            groups.computeIfAbsent(plan.layoutKey(p), k -> new ArrayList<>()).add(p);
        }
        Label[] labels = new Label[body.analysis.points.size()];
        for (List<Point> group : groups.values()) {
            Label l = new Label();
            for (Point p : group) {
                labels[p.state - 1] = l;
            }
        }
        Label wrong = new Label();
        body.firstLine();
        out.visitVarInsn(Opcodes.ILOAD, body.slots.state);
        out.visitTableSwitchInsn(1, labels.length, wrong, labels);
        for (List<Point> group : groups.values()) {
            Point one = group.get(0);
            out.visitLabel(labels[one.state - 1]);
            frames.atDispatch();
            body.lineAnew(one.insn);
            restore(one);
            if (group.size() == 1) {
                resume(one);
            } else {
                partWays(group);
            }
        }
        out.visitLabel(wrong);
        frames.atDispatch();
        body.firstLine();
        Insns.raise(
                out,
                "resumed in no state of "
                        + body.target.owner.name.replace('/', '.')
                        + "."
                        + body.target.method.name);
    }

    private void partWays(List<Point> group) {
        Label[] each = new Label[group.size()];
        int[] keys = new int[each.length];
        for (int k = 0; k < each.length; k++) {
            each[k] = new Label();
            keys[k] = group.get(k).state;
        }
        out.visitVarInsn(Opcodes.ILOAD, body.slots.state);
        out.visitLookupSwitchInsn(each[0], keys, each);
        for (int k = 0; k < each.length; k++) {
            Point p = group.get(k);
            out.visitLabel(each[k]);
            frames.atResumption(p);
            body.lineAnew(p.insn);
            resume(p);
        }
    }

    private void restore(Point p) {
        FieldPlan.Layout layout = body.analysis.plan.layouts[p.state];
        for (FieldPlan.Local l : layout.locals()) {
            body.loadField(l.field());
            out.visitVarInsn(Types.store(l.type()), body.slots.map(l.slot()));
        }
        for (int slot : layout.nullLocals()) {
            out.visitInsn(Opcodes.ACONST_NULL);
            out.visitVarInsn(Opcodes.ASTORE, body.slots.map(slot));
        }
        for (FieldPlan.Field f : layout.stack()) {
            if (f == null) {
                out.visitInsn(Opcodes.ACONST_NULL);
            } else {
                body.loadField(f);
            }
        }
    }

    /**
     * Takes the value, or throws the exception, within the try ranges of the point; then goes on.
     */
    private void resume(Point p) {
        int block = body.code.blockOf[p.insn];
        Copy copy = copies.around(block);
        Label start = new Label();
        out.visitLabel(start);
        out.visitVarInsn(Opcodes.ALOAD, body.slots.value);
        body.callWoven("check", "(Ljava/lang/Object;)Ljava/lang/Object;");
        Label end = new Label();
        out.visitLabel(end);
        tables.add(copy, block, start, end);
        points.result(copy, p);
        if (p.result != Point.Result.RETURN) {
            out.visitJumpInsn(Opcodes.GOTO, copies.jump(copy, block + 1));
        }
    }
}
