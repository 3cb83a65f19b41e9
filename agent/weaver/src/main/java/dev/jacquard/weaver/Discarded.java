package dev.jacquard.weaver;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Warns of coroutines that the bytecode shows to be lost, in any method of a class that mentions
 * Jacquard.
 *
 * <pre>
 *   fetch();                    invoke fetch()Coroutine; pop
 *   var c = fetch();            invoke fetch()Coroutine; astore 1, and no aload 1 in the method
 *   Runnable r = shop::fetch;   a method reference whose function returns void
 * </pre>
 *
 * <p>Calls by which a mock is told what is meant ({@link MockCalls}) lose nothing.
 */
final class Discarded {
    private Discarded() {}

    static void warn(WeavingContext context, MethodNode m, MethodInsnNode call, int line) {
        AbstractInsnNode next = next(call);
        if (next == null
                || (next.getOpcode() != Opcodes.POP && next.getOpcode() != Opcodes.ASTORE)
                || !isCoroutine(context, Type.getReturnType(call.desc))
                || MockCalls.names(context, m, call)) {
            return;
        }
        if (next.getOpcode() == Opcodes.POP) {
            context.report(Problem.DISCARDED, m, line, call.name);
        } else if (!isRead(m, ((VarInsnNode) next).var)) {
            context.report(
                    Problem.DISCARDED, m, line, call.name + ", stored in a variable never read");
        }
    }

    static void warn(WeavingContext context, MethodNode m, InvokeDynamicInsnNode indy, int line) {
        if (indy.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                && indy.bsmArgs[1] instanceof Handle body
                && indy.bsmArgs[2] instanceof Type function
                && function.getReturnType().getSort() == Type.VOID
                && body.getTag() != Opcodes.H_NEWINVOKESPECIAL
                && !MockCalls.isFunction(indy)
                && isCoroutine(context, Type.getReturnType(body.getDesc()))) {
            context.report(
                    Problem.DISCARDED,
                    m,
                    line,
                    body.getName() + ", a method reference whose result is dropped");
        }
    }

    private static boolean isCoroutine(WeavingContext context, Type type) {
        return type.getSort() == Type.OBJECT
                && context.hierarchy.isSubtype(type.getInternalName(), RuntimeNames.COROUTINE);
    }

    private static boolean isRead(MethodNode m, int local) {
        for (AbstractInsnNode n : m.instructions) {
            if (n.getOpcode() == Opcodes.ALOAD && ((VarInsnNode) n).var == local) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable AbstractInsnNode next(AbstractInsnNode n) {
        AbstractInsnNode next = n.getNext();
        while (next != null && next.getOpcode() < 0) {
            next = next.getNext();
        }
        return next;
    }
}
