package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.FieldPlan;
import dev.jacquard.weaver.code.Insns;
import dev.jacquard.weaver.code.Point;
import dev.jacquard.weaver.code.Types;
import dev.jacquard.weaver.model.RuntimeNames;
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

    ResumptionWriter(Body body, Copies copies, BodyFrames frames, TableWriter tables, PointWriter points) {
        this.body = body;
        this.copies = copies;
        this.frames = frames;
        this.tables = tables;
        this.points = points;
        this.out = body.out;
    }

    /** @param plan tells which points restore alike */
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
        Label wrong = new Label(); // no line up to here: the method's first is another place
        out.visitVarInsn(Opcodes.ILOAD, body.slots.state);
        out.visitTableSwitchInsn(1, labels.length, wrong, labels);
        Map<Point, Label> parted = new LinkedHashMap<>();
        for (List<Point> group : groups.values()) {
            if (group.size() > 1) {
                begin(group, labels);
                partWays(group, parted);
            }
        }
        parted.forEach((p, label) -> {
            out.visitLabel(label);
            frames.atResumption(p);
            body.lineAnew(p.insn);
            resume(p);
        });
        for (List<Point> group : groups.values()) {
            if (group.size() == 1) {
                begin(group, labels);
                resume(group.get(0));
            }
        }
        out.visitLabel(wrong);
        frames.atDispatch();
        Insns.raise(
                out,
                "resumed in no state of " + body.target.owner.name.replace('/', '.') + "." + body.target.method.name);
    }

    /** Several have no line of their own in common: they stand before all that have one. */
    private void begin(List<Point> group, Label[] labels) {
        Point one = group.get(0);
        out.visitLabel(labels[one.state - 1]);
        frames.atDispatch();
        if (group.size() == 1) {
            body.lineAnew(one.insn);
        }
        restore(one);
    }

    private void partWays(List<Point> group, Map<Point, Label> parted) {
        Label[] each = new Label[group.size()];
        int[] keys = new int[each.length];
        for (int k = 0; k < each.length; k++) {
            each[k] = new Label();
            keys[k] = group.get(k).state;
            parted.put(group.get(k), each[k]);
        }
        out.visitVarInsn(Opcodes.ILOAD, body.slots.state);
        out.visitLookupSwitchInsn(each[0], keys, each);
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

    /** Takes the value, or throws the exception, within the try ranges of the point; then goes on. */
    private void resume(Point p) {
        int block = body.code.blockOf[p.insn];
        Copy copy = copies.around(block);
        Label start = new Label();
        out.visitLabel(start);
        out.visitVarInsn(Opcodes.ALOAD, body.slots.value);
        body.call(RuntimeNames.CHECK);
        Label end = new Label();
        out.visitLabel(end);
        tables.add(copy, block, start, end);
        points.result(copy, p);
        if (p.result != Point.Result.RETURN) {
            out.visitJumpInsn(Opcodes.GOTO, copies.jump(copy, block + 1));
        }
    }
}
