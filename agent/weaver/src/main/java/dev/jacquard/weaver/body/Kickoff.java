package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.FieldPlan;
import dev.jacquard.weaver.code.Insns;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.RuntimeNames;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/**
 * Writes what stays of an async method: it makes the coroutine. Takes the analysed method and replaces its code; the
 * bodies have been written before.
 *
 * <pre>
 *   Coroutine fetch(String url) {                       CompletableFuture fetch(String url) {
 *       return new Shop$fetch$Coroutine(this, url);         return (CompletableFuture) Woven.stage(new ...);
 *   }                                                   }
 * </pre>
 *
 * <p>It has no line, or debuggers would stop at the method's first one before its body begins.
 */
public final class Kickoff {
    private final AsyncMethod target;
    private final FieldPlan plan;
    private final @Nullable String[] names;
    private final MethodNode out;

    private Kickoff(Analysis analysis) {
        this.target = analysis.target;
        this.plan = analysis.plan;
        this.names = names(analysis);
        this.out = target.method;
    }

    /** Replaces the code of a method. */
    public static void write(Analysis analysis) {
        new Kickoff(analysis).replace();
    }

    /** Of the parameters, read before the code is replaced. */
    private static @Nullable String[] names(Analysis analysis) {
        AsyncMethod target = analysis.target;
        String[] names = new String[target.arguments.length];
        int slot = target.isStatic ? 0 : 1;
        for (int k = 0; k < names.length; k++) {
            names[k] = analysis.code.name(slot, 0);
            slot += target.arguments[k].getSize();
        }
        return names;
    }

    private void replace() {
        out.instructions.clear();
        out.tryCatchBlocks.clear();
        out.localVariables = null;
        out.visibleLocalVariableAnnotations = null;
        out.invisibleLocalVariableAnnotations = null;
        Label start = new Label();
        out.visitLabel(start);
        make();
        handOut();
        Label end = new Label();
        out.visitLabel(end);
        nameParameters(start, end);
        out.visitMaxs(0, 0);
    }

    private void make() {
        out.visitTypeInsn(Opcodes.NEW, target.coroutine);
        out.visitInsn(Opcodes.DUP);
        boolean takes = target.constructorTakesArguments();
        if (!takes) {
            out.visitMethodInsn(Opcodes.INVOKESPECIAL, target.coroutine, "<init>", "()V", false);
        }
        int slot = 0;
        if (!target.isStatic) {
            argument(takes, Opcodes.ALOAD, slot++, FieldPlan.SELF, "L" + target.owner.name + ";");
        }
        for (int k = 0; k < target.arguments.length; k++) {
            Type t = target.arguments[k];
            FieldPlan.Field f = plan.arguments[k];
            argument(takes, t.getOpcode(Opcodes.ILOAD), slot, f.name(), f.descriptor);
            slot += t.getSize();
        }
        if (takes) {
            out.visitMethodInsn(
                    Opcodes.INVOKESPECIAL, target.coroutine, "<init>", target.constructorDescriptor(), false);
        }
    }

    /** For the constructor, or, where these are too many for it, into the coroutine's field. */
    private void argument(boolean takes, int load, int slot, String field, String descriptor) {
        if (!takes) {
            out.visitInsn(Opcodes.DUP);
        }
        out.visitVarInsn(load, slot);
        if (!takes) {
            out.visitFieldInsn(Opcodes.PUTFIELD, target.coroutine, field, descriptor);
        }
    }

    private void handOut() {
        switch (target.kind) {
            case COROUTINE -> out.visitInsn(Opcodes.ARETURN);
            case GENERATOR -> handOut(RuntimeNames.GENERATOR_OF, RuntimeNames.GENERATOR);
            case FUTURE -> handOut(RuntimeNames.STAGE_OF, RuntimeNames.FUTURE);
            case STAGE -> handOut(RuntimeNames.STAGE_OF, RuntimeNames.STAGE);
            case TORTURE -> {
                RuntimeNames.TORTURE_DRIVE.write(out);
                Type result = Type.getReturnType(out.desc);
                Insns.unbox(out, result);
                out.visitInsn(result.getOpcode(Opcodes.IRETURN));
            }
        }
    }

    private void handOut(RuntimeNames.Member door, String type) {
        door.write(out);
        out.visitTypeInsn(Opcodes.CHECKCAST, type);
        out.visitInsn(Opcodes.ARETURN);
    }

    private void nameParameters(Label start, Label end) {
        out.localVariables = new ArrayList<>();
        int slot = 0;
        if (!target.isStatic) {
            out.visitLocalVariable("this", "L" + target.owner.name + ";", null, start, end, slot++);
        }
        for (int k = 0; k < target.arguments.length; k++) {
            String name = names[k];
            if (name != null) {
                out.visitLocalVariable(name, target.arguments[k].getDescriptor(), null, start, end, slot);
            }
            slot += target.arguments[k].getSize();
        }
    }
}
