package dev.jacquard.weaver.code;

import java.util.Objects;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * The operand stack before each instruction, and where the values on it come from. As in frames, a long or double is
 * one entry; entries are counted from the bottom.
 */
final class Stacks {
    /** Where an entry comes from if the instruction itself makes it. */
    static final int MADE = -1;

    private final Code code;
    private final TypeTracker types;

    Stacks(String owner, Code code) {
        this.code = code;
        types = TypeTracker.ofStacks(owner, code);
    }

    boolean isReachable(int insn) {
        return types.before(insn) != null;
    }

    /** The types before an instruction that can be reached. */
    Object[] before(int insn) {
        return Objects.requireNonNull(types.before(insn)).stack();
    }

    /** The entry on top of the stack before an instruction. */
    int top(int insn) {
        return before(insn).length - 1;
    }

    /**
     * Where an entry behind an instruction lies before it: the same place, the place it was copied from, or
     * {@link #MADE}. A cast leaves a value what it is.
     *
     * @param next the instruction that follows, with the entry
     */
    int source(int insn, int next, int entry) {
        int op = code.insns[insn].getOpcode();
        Object[] stack = before(insn);
        if (op == Opcodes.CHECKCAST) {
            return entry;
        }
        if (op == Opcodes.SWAP) {
            int top = stack.length - 1;
            return entry == top ? top - 1 : entry == top - 1 ? top : entry;
        }
        if (op >= Opcodes.DUP && op <= Opcodes.DUP2_X2) {
            int copied = copied(op, stack);
            int passed = passed(op, stack, copied);
            int first = stack.length - copied - passed;
            if (entry < first) {
                return entry;
            }
            int above = entry - first;
            if (above < copied) {
                return first + passed + above; // the copy below
            }
            return entry - copied; // what was passed, and the original
        }
        return entry < stack.length - popped(insn, next) ? entry : MADE;
    }

    /** How many entries an instruction takes off the stack, other than to copy or to swap. */
    int popped(int insn, int next) {
        return before(insn).length + pushed(code.insns[insn]) - before(next).length;
    }

    private static int copied(int op, Object[] stack) {
        boolean two = op >= Opcodes.DUP2 && Types.size(stack[stack.length - 1]) == 1;
        return two ? 2 : 1;
    }

    private static int passed(int op, Object[] stack, int copied) {
        int slots = op >= Opcodes.DUP2 ? op - Opcodes.DUP2 : op - Opcodes.DUP;
        int entries = 0;
        for (int k = stack.length - copied - 1; slots > 0; k--, entries++) {
            slots -= Types.size(stack[k]);
        }
        return entries;
    }

    /** 1 if it leaves a value. */
    private static int pushed(AbstractInsnNode n) {
        int op = n.getOpcode();
        if (n instanceof MethodInsnNode m) {
            return Type.getReturnType(m.desc).getSort() == Type.VOID ? 0 : 1;
        }
        if (n instanceof InvokeDynamicInsnNode d) {
            return Type.getReturnType(d.desc).getSort() == Type.VOID ? 0 : 1;
        }
        boolean constantOrLoad = op >= Opcodes.ACONST_NULL && op <= Opcodes.SALOAD;
        boolean arithmetic = op >= Opcodes.IADD && op <= Opcodes.DCMPG && op != Opcodes.IINC;
        boolean other =
                switch (op) {
                    case Opcodes.GETSTATIC,
                            Opcodes.GETFIELD,
                            Opcodes.NEW,
                            Opcodes.NEWARRAY,
                            Opcodes.ANEWARRAY,
                            Opcodes.ARRAYLENGTH,
                            Opcodes.INSTANCEOF,
                            Opcodes.MULTIANEWARRAY -> true;
                    default -> false;
                };
        return constantOrLoad || arithmetic || other ? 1 : 0;
    }
}
