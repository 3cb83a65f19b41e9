package dev.jacquard.weaver.code;

import dev.jacquard.weaver.model.UnsupportedCodeException;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What a single instruction does to locals, and where control goes from it. */
public final class Effects {
    private Effects() {}

    /** The local that an instruction reads, or -1. */
    static int reads(AbstractInsnNode n) {
        int op = n.getOpcode();
        if (n instanceof VarInsnNode v && op >= Opcodes.ILOAD && op <= Opcodes.ALOAD) {
            return v.var;
        }
        if (n instanceof VarInsnNode && op == Opcodes.RET) {
            throw new UnsupportedCodeException("the instruction ret of class files before Java 7");
        }
        return n instanceof IincInsnNode i ? i.var : -1;
    }

    /** The local that an instruction writes, or -1. */
    public static int writes(AbstractInsnNode n) {
        int op = n.getOpcode();
        if (n instanceof VarInsnNode v && op >= Opcodes.ISTORE && op <= Opcodes.ASTORE) {
            return v.var;
        }
        return n instanceof IincInsnNode i ? i.var : -1;
    }

    /** Whether an instruction stores into a local; an increment does not. */
    static boolean stores(AbstractInsnNode n, int local) {
        return n instanceof VarInsnNode && writes(n) == local;
    }

    /** Whether the instruction behind may be the next one. */
    public static boolean fallsThrough(AbstractInsnNode n) {
        int op = n.getOpcode();
        return !(op == Opcodes.GOTO
                || op == Opcodes.ATHROW
                || op == Opcodes.TABLESWITCH
                || op == Opcodes.LOOKUPSWITCH
                || (op >= Opcodes.IRETURN && op <= Opcodes.RETURN));
    }

    /** Where an instruction may jump to. */
    public static List<LabelNode> targets(AbstractInsnNode n) {
        if (n instanceof JumpInsnNode j) {
            return List.of(j.label);
        }
        if (n instanceof TableSwitchInsnNode s) {
            return with(s.labels, s.dflt);
        }
        if (n instanceof LookupSwitchInsnNode s) {
            return with(s.labels, s.dflt);
        }
        return List.of();
    }

    private static List<LabelNode> with(List<LabelNode> labels, LabelNode dflt) {
        List<LabelNode> all = new ArrayList<>(labels);
        all.add(dflt);
        return all;
    }
}
