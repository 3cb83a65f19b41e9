package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.Code;
import dev.jacquard.weaver.code.FieldPlan;
import dev.jacquard.weaver.code.Types;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.RuntimeNames;
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
        this.selfIsVariable = code.selfIsVariable();
        this.slots = resume ? BodySlots.resume(target, selfIsVariable) : BodySlots.direct(target);
        this.out = new MethodNode(
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

    void loadFrame() {
        out.visitVarInsn(Opcodes.ALOAD, slots.frame);
    }

    void loadDriver() {
        out.visitVarInsn(Opcodes.ALOAD, slots.driver);
    }

    /** Awaits what is on the stack, with the place of an instruction. */
    void await(RuntimeNames.Member how, int insn) {
        out.visitLdcInsn(place(insn));
        loadDriver();
        call(how);
    }

    /** Fails, as null is returned in place of a coroutine. */
    void awaitNull(int insn) {
        out.visitInsn(Opcodes.ACONST_NULL);
        await(RuntimeNames.AWAIT_RETURNED, insn);
    }

    /** As in a stack trace, with the class's simple name. */
    private String place(int insn) {
        String type = target.owner.name.substring(target.owner.name.lastIndexOf('/') + 1);
        String file = target.owner.sourceFile;
        return type + "." + target.method.name + "(" + (file == null ? "?" : file) + ":" + code.lines[insn] + ")";
    }

    /** Loads a value that the coroutine keeps. */
    void loadField(FieldPlan.Field f) {
        loadFrame();
        out.visitFieldInsn(Opcodes.GETFIELD, target.coroutine, f.name(), f.descriptor);
    }

    /** What the body no longer needs must not be held by its coroutine. */
    void clearField(FieldPlan.Field f) {
        if (Types.isReference(f.descriptor)) {
            loadFrame();
            out.visitInsn(Opcodes.ACONST_NULL);
            out.visitFieldInsn(Opcodes.PUTFIELD, target.coroutine, f.name(), f.descriptor);
        }
    }

    /** Calls a method of the runtime. */
    void call(RuntimeNames.Member member) {
        member.write(out);
    }
}
