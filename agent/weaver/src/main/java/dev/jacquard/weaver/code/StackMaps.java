package dev.jacquard.weaver.code;

import dev.jacquard.weaver.model.UnsupportedCodeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Whether a method says which types its variables have where ways meet: the weaver reads that, and guesses nothing.
 * Class files before Java 6 have no such map, those of Java 6 need not have it.
 */
final class StackMaps {
    private StackMaps() {}

    static void check(ClassNode owner, MethodNode m) {
        int version = owner.version & 0xffff;
        if (version < Opcodes.V1_6) {
            throw without(version);
        }
        boolean needed = !m.tryCatchBlocks.isEmpty();
        for (AbstractInsnNode n : m.instructions) {
            if (n instanceof FrameNode) {
                return;
            }
            needed |= (n instanceof JumpInsnNode && n.getOpcode() != Opcodes.JSR)
                    || n.getOpcode() == Opcodes.TABLESWITCH
                    || n.getOpcode() == Opcodes.LOOKUPSWITCH;
        }
        if (needed) {
            throw without(version);
        }
    }

    private static UnsupportedCodeException without(int version) {
        return new UnsupportedCodeException("the class file has version " + version + " and no stack map");
    }
}
