package dev.jacquard.weaver.check;

import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.code.LaterReads;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.WeavingContext;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Warns of coroutines that the bytecode shows to be lost, in any method of a class that mentions Jacquard.
 *
 * <pre>
 *   fetch();                    invoke fetch()Coroutine; pop
 *   run(() -> fetch());         invoke fetch()Coroutine; return, as ecj leaves it on the stack
 *   var c = fetch();            invoke fetch()Coroutine; astore 1, and no aload 1 on any way from there
 *   Runnable r = shop::fetch;   a method reference whose function returns void
 * </pre>
 *
 * <p>Calls by which a mock is told what is meant ({@link MockCalls}) lose nothing.
 */
final class Discarded {
    /** Of conditional expressions within each other; more is bytecode that runs in circles. */
    private static final int MAX_JUMPS = 50;

    private Discarded() {}

    static void warn(WeavingContext context, MethodNode m, MethodInsnNode call, int line) {
        AbstractInsnNode next = next(call);
        if (next == null
                || (next.getOpcode() != Opcodes.POP
                        && next.getOpcode() != Opcodes.RETURN
                        && next.getOpcode() != Opcodes.ASTORE)
                || !isCoroutine(context, Type.getReturnType(call.desc))
                || MockCalls.names(context, m, call)) {
            return;
        }
        if (next.getOpcode() != Opcodes.ASTORE) {
            context.report(Problem.DISCARDED, m, line, call.name);
        } else if (!isMereValue(call) && !LaterReads.of(m, (VarInsnNode) next)) {
            context.report(
                    Problem.DISCARDED, m, line, call.name + ", stored in a variable that is not read after that");
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
            context.report(Problem.DISCARDED, m, line, body.getName() + ", a method reference whose result is dropped");
        }
    }

    /** {@code var c = Coroutine.done()}, perhaps replaced later: nothing would run. */
    private static boolean isMereValue(MethodInsnNode call) {
        return call.owner.equals(RuntimeNames.COROUTINE) && (call.name.equals("of") || call.name.equals("done"));
    }

    private static boolean isCoroutine(WeavingContext context, Type type) {
        return type.getSort() == Type.OBJECT
                && context.hierarchy.isSubtype(type.getInternalName(), RuntimeNames.COROUTINE);
    }

    /** What takes a call's result; that of a conditional expression is behind jumps. */
    private static @Nullable AbstractInsnNode next(AbstractInsnNode n) {
        AbstractInsnNode next = n.getNext();
        for (int jumps = 0; next != null && jumps < MAX_JUMPS; ) {
            AbstractInsnNode checked = behindKotlinsCheck(next);
            if (next.getOpcode() == Opcodes.GOTO) {
                next = ((JumpInsnNode) next).label;
                jumps++;
            } else if (checked != null) {
                next = checked;
            } else if (next.getOpcode() < 0) {
                next = next.getNext();
            } else {
                return next;
            }
        }
        return null;
    }

    /** Kotlin looks whether what Java gave is null: {@code dup; ldc; invoke Intrinsics.check}. */
    private static @Nullable AbstractInsnNode behindKotlinsCheck(AbstractInsnNode n) {
        return n.getOpcode() == Opcodes.DUP
                        && n.getNext() instanceof LdcInsnNode text
                        && text.getNext() instanceof MethodInsnNode check
                        && check.owner.equals("kotlin/jvm/internal/Intrinsics")
                ? check.getNext()
                : null;
    }
}
