package dev.jacquard.weaver;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/** A body that is being written: what all its writers need. */
final class Body {
    final Analysis analysis;
    final AsyncMethod target;
    final Code code;

    /** Whether resumptions enter it; else calls do. */
    final boolean resume;

    /** Whether the method stores into slot 0, so that {@code this} is a variable like others. */
    final boolean selfIsVariable;

    final BodySlots slots;
    final MethodNode out;

    /** The line that was written last; 0: the next one is written in any case. */
    private int line;

    Body(Analysis analysis, boolean resume) {
        this.analysis = analysis;
        this.target = analysis.target;
        this.code = analysis.code;
        this.resume = resume;
        this.selfIsVariable = Weaver.selfIsVariable(target, code);
        this.slots = resume ? BodySlots.resume(target, selfIsVariable) : BodySlots.direct(target);
        this.out =
                new MethodNode(
                        Opcodes.ASM9,
                        target.bodyAccess(),
                        target.bodyName(),
                        resume ? target.resumeDescriptor() : target.bodyDescriptor(),
                        null,
                        target.method.exceptions.toArray(new String[0]));
    }

    /** Writes an instruction's line if it is another one. */
    void line(int insn) {
        int l = code.lines[insn];
        if (l > 0 && l != line) {
            Label here = new Label();
            out.visitLabel(here);
            out.visitLineNumber(l, here);
            line = l;
        }
    }

    /** Writes an instruction's line: one gets here by a jump. */
    void lineAnew(int insn) {
        line = 0;
        line(insn);
    }

    /** Writes the first line that the method has, for what has none of its own. */
    void firstLine() {
        line = 0;
        for (int i = 0; i < code.insns.length && line == 0; i++) {
            line(i);
        }
    }

    void loadFrame() {
        out.visitVarInsn(Opcodes.ALOAD, slots.frame);
    }

    void loadDriver() {
        out.visitVarInsn(Opcodes.ALOAD, slots.driver);
    }

    /** Loads a value that the coroutine keeps. */
    void loadField(FieldPlan.Field f) {
        loadFrame();
        out.visitFieldInsn(Opcodes.GETFIELD, target.coroutine, f.name, f.descriptor);
    }

    /** Calls a method of the runtime's {@code Woven}. */
    void callWoven(String name, String descriptor) {
        Insns.callWoven(out, name, descriptor);
    }
}
