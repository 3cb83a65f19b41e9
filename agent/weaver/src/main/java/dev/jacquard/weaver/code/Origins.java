package dev.jacquard.weaver.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Which instructions may have put a value on the stack or into a variable, over all branches. */
public final class Origins {
    private final String owner;
    private final Code code;
    private int @Nullable [][] predecessors;
    private @Nullable TypeTracker types;

    public Origins(String owner, Code code) {
        this.owner = owner;
        this.code = code;
    }

    /** What may have put the value at a height of the stack before an instruction. */
    public List<Integer> producers(int at, int height) {
        return last(at, i -> puts(i, height), false);
    }

    /** The stores whose value may be in a local at an instruction. */
    public List<Integer> stores(int local, int at) {
        return last(at, i -> Effects.writes(code.insns[i]) == local, true);
    }

    /**
     * Backwards over all ways that lead to an instruction: the last one on each that is wanted.
     *
     * @param intoHandlers whether ways out of a try into its handlers count: locals pass there, the stack does not
     */
    private List<Integer> last(int at, IntPredicate wanted, boolean intoHandlers) {
        List<Integer> found = new ArrayList<>();
        BitSet seen = new BitSet();
        ArrayDeque<int[]> todo = new ArrayDeque<>();
        todo.push(new int[] {code.blockOf[at], at - 1});
        while (!todo.isEmpty()) {
            int[] from = todo.pop();
            int i = from[1];
            while (i >= code.starts[from[0]] && !wanted.test(i)) {
                i--;
            }
            if (i >= code.starts[from[0]]) {
                found.add(i);
                continue;
            }
            for (int p : predecessors()[from[0]]) {
                if (!seen.get(p) && (intoHandlers || contains(code.successors[p], from[0]))) {
                    seen.set(p);
                    todo.push(new int[] {p, code.starts[p + 1] - 1});
                }
            }
        }
        return found;
    }

    /** Found when first asked for: most methods never are. */
    private int[][] predecessors() {
        int[][] known = predecessors;
        if (known == null) {
            known = Liveness.predecessors(code);
            predecessors = known;
        }
        return known;
    }

    private static boolean contains(int[] blocks, int wanted) {
        for (int b : blocks) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Whether the value on top of the stack behind an instruction, at this height, is its own. */
    private boolean puts(int i, int height) {
        AbstractInsnNode n = code.insns[i];
        int op = n.getOpcode();
        boolean mayPush = (op >= Opcodes.ACONST_NULL && op <= Opcodes.SALOAD)
                || (op >= Opcodes.IADD && op <= Opcodes.DCMPG && op != Opcodes.IINC)
                || op == Opcodes.NEW
                || op == Opcodes.INSTANCEOF
                || op == Opcodes.DUP
                || op == Opcodes.CHECKCAST
                || op == Opcodes.GETFIELD
                || op == Opcodes.GETSTATIC
                || (n instanceof MethodInsnNode m && !m.desc.endsWith(")V"))
                || op == Opcodes.INVOKEDYNAMIC;
        return mayPush && i + 1 < code.insns.length && height(i + 1) == height;
    }

    /** Of the stack before an instruction; -1 where nothing can get there. */
    public int height(int i) {
        TypeTracker.State state = types().before(i);
        return state == null ? -1 : state.stack().length;
    }

    TypeTracker types() {
        TypeTracker known = types;
        if (known == null) {
            BitSet all = new BitSet();
            all.set(0, code.insns.length);
            known = TypeTracker.of(owner, code, all);
            types = known;
        }
        return known;
    }
}
