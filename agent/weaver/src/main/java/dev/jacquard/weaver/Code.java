package dev.jacquard.weaver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * A method's code as an array of real instructions, cut into basic blocks. Changes nothing.
 *
 * <p>Labels, lines and frames are gone from the array: jump targets, try ranges and variables speak
 * of instruction numbers. A block also ends behind each suspension point, and where the set of
 * handlers changes, so that all of a block has the same handlers.
 */
final class Code {
    record Try(int start, int end, int handler, @Nullable String type) {}

    record Variable(
            String name, String desc, @Nullable String signature, int start, int end, int index) {}

    final MethodNode method;
    final AbstractInsnNode[] insns;
    final int[] lines;
    final List<Try> tries = new ArrayList<>();
    final List<Variable> variables = new ArrayList<>();

    /** First instruction of each block, and behind the last block the number of instructions. */
    final int[] starts;

    /** The block of each instruction. */
    final int[] blockOf;

    /** Handlers of each block, as indices into {@link #tries}, in the table's order. */
    final int[][] handlers;

    /** Blocks that may follow each block by jump or fall-through, handlers not counted. */
    final int[][] successors;

    private final Map<AbstractInsnNode, Integer> at;
    private final Map<Integer, List<Variable>> bySlot = new HashMap<>();

    private Code(MethodNode method, BitSet ends, boolean awaitsReturned) {
        this.method = method;
        List<AbstractInsnNode> real = new ArrayList<>();
        Map<AbstractInsnNode, Integer> index = new HashMap<>();
        int[] line = new int[method.instructions.size() + 1];
        int now = 0;
        for (AbstractInsnNode n : method.instructions) {
            if (n instanceof LineNumberNode l) {
                now = l.line;
            }
            index.put(n, real.size());
            if (n.getOpcode() >= 0) {
                line[real.size()] = now;
                real.add(n);
            }
        }
        at = index;
        insns = real.toArray(new AbstractInsnNode[0]);
        lines = Arrays.copyOf(line, insns.length);
        int n = insns.length;
        boolean[] leader = new boolean[n + 1];
        leader[0] = true;
        for (int i = 0; i < n; i++) {
            for (LabelNode l : targets(insns[i])) {
                leader[at(l)] = true;
            }
            if (ends.get(i) || !fallsThrough(insns[i]) || insns[i] instanceof JumpInsnNode) {
                leader[i + 1] = true;
            }
        }
        for (TryCatchBlockNode t : method.tryCatchBlocks) {
            int end = at(t.end);
            if (awaitsReturned && isReturnBehind(end)) {
                end++; // javac leaves the return out of the try, but what it returns is awaited in
                // it
            }
            Try t2 = new Try(at(t.start), end, at(t.handler), t.type);
            if (t2.start < t2.end) {
                tries.add(t2);
                leader[t2.start] = true;
                leader[t2.end] = true;
                leader[t2.handler] = true;
            }
        }
        if (method.localVariables != null) {
            for (LocalVariableNode v : method.localVariables) {
                int s = at(v.start);
                int e = at(v.end);
                if (s < e) {
                    Variable variable = new Variable(v.name, v.desc, v.signature, s, e, v.index);
                    variables.add(variable);
                    bySlot.computeIfAbsent(v.index, k -> new ArrayList<>()).add(variable);
                }
            }
        }
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (leader[i]) {
                count++;
            }
        }
        starts = new int[count + 1];
        blockOf = new int[n];
        int b = -1;
        for (int i = 0; i < n; i++) {
            if (leader[i]) {
                starts[++b] = i;
            }
            blockOf[i] = b;
        }
        starts[count] = n;
        handlers = new int[count][];
        for (int k = 0; k < count; k++) {
            int s = starts[k];
            int[] hs = new int[tries.size()];
            int c = 0;
            for (int t = 0; t < tries.size(); t++) {
                if (tries.get(t).start <= s && s < tries.get(t).end) {
                    hs[c++] = t;
                }
            }
            handlers[k] = Arrays.copyOf(hs, c);
        }
        successors = new int[count][];
        for (int k = 0; k < count; k++) {
            AbstractInsnNode last = insns[starts[k + 1] - 1];
            List<LabelNode> ts = targets(last);
            boolean falls = fallsThrough(last) && k + 1 < count;
            int[] ss = new int[ts.size() + (falls ? 1 : 0)];
            int c = 0;
            if (falls) {
                ss[c++] = k + 1;
            }
            for (LabelNode l : ts) {
                ss[c++] = blockOf[at(l)];
            }
            successors[k] = ss;
        }
    }

    /**
     * @param ends instructions behind which a block ends
     */
    static Code of(MethodNode method, BitSet ends) {
        return new Code(method, ends, false);
    }

    /** The same for a method of which a returned coroutine or stage is awaited. */
    static Code of(MethodNode method, BitSet ends, Kind kind) {
        return new Code(method, ends, kind != Kind.GENERATOR && kind != Kind.TORTURE);
    }

    private boolean isReturnBehind(int insn) {
        return insn > 0
                && insn < insns.length
                && insns[insn].getOpcode() == Opcodes.ARETURN
                && insns[insn - 1].getOpcode() != Opcodes.MONITOREXIT;
    }

    int blocks() {
        return starts.length - 1;
    }

    /** Number of the first real instruction at or behind this node. */
    int at(AbstractInsnNode node) {
        Integer i = at.get(node);
        if (i == null) {
            throw new UnsupportedCodeException("a jump to a label outside of the method");
        }
        return i;
    }

    /** The block that begins at the label. */
    int block(LabelNode label) {
        return blockOf[at(label)];
    }

    boolean isLeader(int insn) {
        return insn < insns.length && starts[blockOf[insn]] == insn;
    }

    /** The debug name of a local at an instruction, or null. */
    @Nullable String name(int local, int insn) {
        for (Variable v : bySlot.getOrDefault(local, List.of())) {
            if (v.start <= insn && insn < v.end) {
                return v.name;
            }
        }
        return null;
    }

    static boolean fallsThrough(AbstractInsnNode n) {
        int op = n.getOpcode();
        return !(op == Opcodes.GOTO
                || op == Opcodes.ATHROW
                || op == Opcodes.TABLESWITCH
                || op == Opcodes.LOOKUPSWITCH
                || (op >= Opcodes.IRETURN && op <= Opcodes.RETURN));
    }

    static List<LabelNode> targets(AbstractInsnNode n) {
        if (n instanceof JumpInsnNode j) {
            if (j.getOpcode() == Opcodes.JSR) {
                throw new UnsupportedCodeException(
                        "the instruction jsr of class files before Java 7");
            }
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
