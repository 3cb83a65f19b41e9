package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.ImplicitClose;
import dev.jacquard.weaver.code.Insns;
import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.RuntimeNames;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Writes the method's own instructions: as they are, but for locals, jumps and returns, which are others in a body. */
final class InsnWriter {
    private final Body body;
    private final Copies copies;
    private final MethodVisitor out;

    InsnWriter(Body body, Copies copies) {
        this.body = body;
        this.copies = copies;
        this.out = body.out;
    }

    /** Writes an instruction of the method. */
    void write(Copy copy, int insn) {
        AbstractInsnNode n = body.code.insns[insn];
        int op = n.getOpcode();
        if (body.analysis.dropped.get(insn)) {
            if (n instanceof MethodInsnNode call) {
                dropped(call);
            } else {
                body.awaitNull(insn);
            }
        } else if (op >= Opcodes.IRETURN && op <= Opcodes.RETURN) {
            returned(op);
        } else if (ImplicitClose.isCall(n)) {
            body.loadDriver();
            body.call(RuntimeNames.SUPPRESSED);
        } else if (n instanceof VarInsnNode v) {
            out.visitVarInsn(op, body.slots.map(v.var));
        } else if (n instanceof IincInsnNode v) {
            out.visitIincInsn(body.slots.map(v.var), v.incr);
        } else if (n instanceof JumpInsnNode j) {
            out.visitJumpInsn(op, jump(copy, j.label));
        } else if (n instanceof TableSwitchInsnNode s) {
            out.visitTableSwitchInsn(s.min, s.max, jump(copy, s.dflt), jumps(copy, s.labels));
        } else if (n instanceof LookupSwitchInsnNode s) {
            int[] keys = s.keys.stream().mapToInt(Integer::intValue).toArray();
            out.visitLookupSwitchInsn(jump(copy, s.dflt), keys, jumps(copy, s.labels));
        } else {
            if (op == Opcodes.NEW) {
                out.visitLabel(copy.newLabel(insn));
            }
            n.accept(out);
        }
    }

    /** Coroutine.of(v) leaves v; done() null. */
    private void dropped(MethodInsnNode call) {
        if (call.desc.startsWith("()")) {
            out.visitInsn(Opcodes.ACONST_NULL);
        }
    }

    /** A body returns an Object in any case. */
    private void returned(int op) {
        if (body.target.kind == Kind.GENERATOR) {
            body.call(RuntimeNames.ENDED);
        } else if (body.target.kind == Kind.TORTURE) {
            Insns.box(out, op == Opcodes.RETURN ? Type.VOID_TYPE : Type.getReturnType(body.target.method.desc));
        }
        out.visitInsn(Opcodes.ARETURN);
    }

    private Label jump(Copy copy, LabelNode label) {
        return copies.jump(copy, body.code.block(label));
    }

    private Label[] jumps(Copy copy, List<LabelNode> labels) {
        return labels.stream().map(l -> jump(copy, l)).toArray(Label[]::new);
    }
}
