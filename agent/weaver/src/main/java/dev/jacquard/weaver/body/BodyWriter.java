package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.Code;
import dev.jacquard.weaver.code.Effects;
import dev.jacquard.weaver.code.Point;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.WeavingContext;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes the two bodies of an async method: the direct body, which calls enter, and the resume body, which resumptions
 * enter through a switch over the state.
 *
 * <pre>
 *   direct body                                   resume body
 *     (the method's code; at each point:)           switch (state)
 *       call; dup; SUSPENDED == ? goto SAVE_k         k: locals = fields; stack = fields
 *       (goes on)                                        check(value)     within the point's try ranges
 *                                                        (goes on behind the point)
 *     SAVE_k:                                       (the code that can be reached from there)
 *       return Shop$fetch$Coroutine                 SAVE_k: saves what has changed, clears what is dead
 *           .suspend(stack, state, live locals)
 * </pre>
 *
 * <p>Who writes what: {@link ResumptionWriter} the switch and what it leads to, {@link InsnWriter} the method's own
 * instructions, {@link PointWriter} the points, {@link SaveWriter} what is behind SAVE_k, {@link BodyFrames} the stack
 * map, {@link TableWriter} try ranges and variables. {@link Copies} says which blocks there are, and how often: the
 * interrupted iteration of a loop is finished in a copy.
 */
public final class BodyWriter {
    private final Body body;
    private final Code code;
    private final MethodNode out;
    private final Copies copies;
    private final BodyFrames frames;
    private final TableWriter tables;
    private final InsnWriter insns;
    private final SaveWriter saves;
    private final PointWriter points;

    private BodyWriter(WeavingContext context, Body body, Copies copies, SuspendHelpers helpers) {
        this.body = body;
        this.code = body.code;
        this.out = body.out;
        this.copies = copies;
        this.frames = new BodyFrames(body, copies);
        this.tables = new TableWriter(body, copies);
        this.insns = new InsnWriter(body, copies);
        this.saves = new SaveWriter(body, frames, helpers);
        this.points = new PointWriter(context, body, insns, saves);
    }

    public static MethodNode direct(WeavingContext context, Analysis analysis, SuspendHelpers helpers) {
        BodyWriter w = new BodyWriter(context, new Body(analysis, false), Copies.ofWhole(analysis), helpers);
        if (!analysis.target.takesArguments()) {
            w.loadArguments();
        }
        return w.write();
    }

    /**
     * Null if the method has no suspension point.
     *
     * @param copyLoops whether loops may be copied, so that none is entered in its middle
     */
    public static @Nullable MethodNode resume(
            WeavingContext context, Analysis analysis, SuspendHelpers helpers, boolean copyLoops) {
        if (analysis.points.isEmpty()) {
            return null;
        }
        Copies copies = Copies.ofResumptions(analysis, copyLoops);
        BodyWriter w = new BodyWriter(context, new Body(analysis, true), copies, helpers);
        new ResumptionWriter(w.body, copies, w.frames, w.tables, w.points).write(helpers.plan);
        return w.write();
    }

    private MethodNode write() {
        copies.all().forEach(this::copy);
        saves.write();
        tables.write();
        out.visitMaxs(0, 0);
        return out;
    }

    /** For a body that could not take them: from the coroutine. */
    private void loadArguments() {
        AsyncMethod target = body.target;
        int slot = target.isStatic ? 0 : 1;
        for (int k = 0; k < target.arguments.length; k++) {
            Type t = target.arguments[k];
            body.loadField(body.analysis.plan.arguments[k]);
            out.visitVarInsn(t.getOpcode(Opcodes.ISTORE), body.slots.map(slot));
            body.clearField(body.analysis.plan.arguments[k]);
            slot += t.getSize();
        }
    }

    private void copy(Copy copy) {
        for (int b = copy.blocks.nextSetBit(0); b >= 0; b = copy.blocks.nextSetBit(b + 1)) {
            block(copy, b);
            int next = b + 1;
            if (next < code.blocks() && Effects.fallsThrough(code.insns[code.starts[next] - 1])) {
                Copy to = copies.resolve(copy, next);
                if (to != copy || !copy.blocks.get(next)) {
                    out.visitJumpInsn(Opcodes.GOTO, to.label(next));
                }
            }
        }
    }

    private void block(Copy copy, int block) {
        Label start = copy.label(block);
        out.visitLabel(start);
        int first = code.starts[block];
        frames.atBlock(copy, block);
        AbstractInsnNode before = out.instructions.getLast();
        body.lineAnew(first);
        if (isCatch(block)) {
            out.visitInsn(Opcodes.DUP);
            body.loadDriver();
            body.call(RuntimeNames.CAUGHT);
        }
        for (int i = first; i < code.starts[block + 1]; i++) {
            if (i != first) {
                tables.mark(copy, i);
            }
            body.line(i);
            insn(copy, i);
        }
        Label end = new Label();
        out.visitLabel(end);
        if (hasRealInsn(before)) {
            tables.add(copy, block, start, end);
        }
    }

    /** Whether a catch of the source begins here (not a finally part). */
    private boolean isCatch(int block) {
        if (body.target.kind == Kind.TORTURE) {
            return false;
        }
        for (Code.Try t : code.tries) {
            if (t.type() != null && code.blockOf[t.handler()] == block && t.handler() == code.starts[block]) {
                return true;
            }
        }
        return false;
    }

    private boolean hasRealInsn(AbstractInsnNode behind) {
        AbstractInsnNode n = out.instructions.getLast();
        while (n != behind && n.getOpcode() < 0) {
            n = n.getPrevious();
        }
        return n != behind;
    }

    private void insn(Copy copy, int insn) {
        Point p = body.analysis.pointAt[insn];
        if (p != null) {
            points.write(copy, p);
        } else if (!isReplaced(insn)) {
            insns.write(copy, insn);
        }
    }

    /** Whether the point behind a call is written for both of them. */
    private boolean isReplaced(int call) {
        if (call + 1 == code.insns.length) {
            return false;
        }
        Point next = body.analysis.pointAt[call + 1];
        return next != null && next.call == call;
    }
}
