package dev.jacquard.weaver.select;

import dev.jacquard.weaver.code.Code;
import dev.jacquard.weaver.code.Origins;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds the call that takes a lambda where it is made, by the height of the stack.
 *
 * <pre>
 *   xs.map(x -> ...)               invokedynamic; invoke Stream.map
 *   supplyAsync(() -> ..., pool)   invokedynamic; aload pool; invoke supplyAsync
 *   assertAll(() -> ..., ...)      anewarray; dup; iconst_0; invokedynamic; aastore; ...; invoke assertAll
 * </pre>
 */
final class LambdaTaker {
    /** An array and what is stored in it. */
    private static final int STORED = 3;

    private LambdaTaker() {}

    static @Nullable MethodInsnNode of(String owner, MethodNode maker, InvokeDynamicInsnNode made) {
        Code code = Code.of(maker, new BitSet());
        Origins stacks = new Origins(owner, code);
        int first = code.at(made) + 1;
        int height = first < code.insns.length ? stacks.height(first) : -1;
        for (int i = first; i < code.insns.length && stacks.height(i) >= height; i++) {
            AbstractInsnNode n = code.insns[i];
            int below = stacks.height(i) - taken(n);
            if (below >= height) {
                continue;
            }
            if (n instanceof MethodInsnNode call) {
                return call;
            }
            if (n.getOpcode() == Opcodes.AASTORE) {
                height = below; // the array goes on
            } else if (n.getOpcode() != Opcodes.CHECKCAST) {
                return null;
            }
        }
        return null;
    }

    /** How many values an instruction takes, if it can be one that takes a lambda. */
    private static int taken(AbstractInsnNode n) {
        int op = n.getOpcode();
        if (n instanceof MethodInsnNode call) {
            return Type.getArgumentTypes(call.desc).length + (op == Opcodes.INVOKESTATIC ? 0 : 1);
        }
        if (op == Opcodes.AASTORE) {
            return STORED;
        }
        boolean takesOne = op == Opcodes.CHECKCAST
                || op == Opcodes.ASTORE
                || op == Opcodes.ARETURN
                || op == Opcodes.PUTFIELD
                || op == Opcodes.PUTSTATIC
                || op == Opcodes.POP;
        return takesOne ? 1 : 0;
    }
}
