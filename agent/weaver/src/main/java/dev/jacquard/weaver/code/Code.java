package dev.jacquard.weaver.code;

import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.UnsupportedCodeException;
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
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * A method's code as an array of real instructions, cut into basic blocks. Changes nothing.
 *
 * <p>Labels, lines and frames are gone from the array: jump targets, try ranges and variables speak of instruction
 * numbers. A block also ends behind each suspension point, and where the set of handlers changes, so that all of a
 * block has the same handlers.
 */
public final class Code {
    public record Try(int start, int end, int handler, @Nullable String type) {}

    public record Variable(String name, String desc, @Nullable String signature, int start, int end, int index) {}

    public final MethodNode method;
    public final AbstractInsnNode[] insns;
    public final int[] lines;
    public final List<Try> tries = new ArrayList<>();
    public final List<Variable> variables = new ArrayList<>();

    /** First instruction of each block, and behind the last block the number of instructions. */
    public final int[] starts;

    /** The block of each instruction. */
    public final int[] blockOf;

    /** Handlers of each block, as indices into {@link #tries}, in the table's order. */
    public final int[][] handlers;

    /** Blocks that may follow each block by jump or fall-through, handlers not counted. */
    public final int[][] successors;

    private final boolean selfIsVariable;

    private final Map<AbstractInsnNode, Integer> at = new HashMap<>();
    private final Map<Integer, List<Variable>> bySlot = new HashMap<>();

    private Code(MethodNode method, BitSet ends, boolean awaitsReturned) {
        this.method = method;
        List<AbstractInsnNode> real = new ArrayList<>();
        int[] line = new int[method.instructions.size() + 1];
        number(real, line);
        insns = real.toArray(new AbstractInsnNode[0]);
        lines = Arrays.copyOf(line, insns.length);
        selfIsVariable =
                (method.access & Opcodes.ACC_STATIC) == 0 && real.stream().anyMatch(n -> Effects.writes(n) == 0);
        BitSet jumpedTo = jumpedTo();
        readTries(awaitsReturned, jumpedTo);
        readVariables();
        starts = starts(leaders(ends, jumpedTo));
        blockOf = new int[insns.length];
        for (int b = 0; b < blocks(); b++) {
            Arrays.fill(blockOf, starts[b], starts[b + 1], b);
        }
        handlers = new int[blocks()][];
        successors = new int[blocks()][];
        for (int b = 0; b < blocks(); b++) {
            handlers[b] = handlers(b);
            successors[b] = successors(b);
        }
    }

    /** Numbers the real instructions; a label, line or frame has the number of the one behind it. */
    private void number(List<AbstractInsnNode> real, int[] line) {
        int now = 0;
        for (AbstractInsnNode n : method.instructions) {
            if (n instanceof LineNumberNode l) {
                now = l.line;
            }
            at.put(n, real.size());
            if (n.getOpcode() >= 0) {
                line[real.size()] = now;
                real.add(n);
            }
        }
    }

    private BitSet jumpedTo() {
        BitSet to = new BitSet();
        for (AbstractInsnNode n : insns) {
            if (n.getOpcode() == Opcodes.JSR) {
                throw new UnsupportedCodeException("the instruction jsr of class files before Java 7");
            }
            Effects.targets(n).forEach(l -> to.set(at(l)));
        }
        return to;
    }

    private void readTries(boolean awaitsReturned, BitSet jumpedTo) {
        for (TryCatchBlockNode t : method.tryCatchBlocks) {
            int end = at(t.end);
            if (awaitsReturned && isReturnBehind(end, jumpedTo)) {
                end++; // compilers leave the return out, but it awaits what is made in the try
            }
            if (at(t.start) < end) {
                tries.add(new Try(at(t.start), end, at(t.handler), t.type));
            }
        }
    }

    private void readVariables() {
        if (method.localVariables == null) {
            return;
        }
        for (LocalVariableNode v : method.localVariables) {
            int start = at(v.start);
            int end = at(v.end);
            if (start > 0 && start < insns.length && Effects.stores(insns[start], v.index)) {
                start++; // scalac begins with the store, where there is no value yet
            }
            if (start < end) {
                Variable variable = new Variable(v.name, v.desc, v.signature, start, end, v.index);
                variables.add(variable);
                bySlot.computeIfAbsent(v.index, k -> new ArrayList<>()).add(variable);
            }
        }
    }

    /** Where blocks begin: at what is jumped to, behind jumps and points, and where handlers change. */
    private BitSet leaders(BitSet ends, BitSet jumpedTo) {
        BitSet leaders = (BitSet) jumpedTo.clone();
        leaders.set(0);
        for (int i = 0; i < insns.length; i++) {
            if (ends.get(i) || !Effects.fallsThrough(insns[i]) || insns[i] instanceof JumpInsnNode) {
                leaders.set(i + 1);
            }
        }
        for (Try t : tries) {
            leaders.set(t.start);
            leaders.set(t.end);
            leaders.set(t.handler);
        }
        leaders.clear(insns.length, Math.max(insns.length, leaders.length())); // behind the last
        return leaders;
    }

    private int[] starts(BitSet leaders) {
        int[] all = Arrays.copyOf(leaders.stream().toArray(), leaders.cardinality() + 1);
        all[all.length - 1] = insns.length;
        return all;
    }

    private int[] handlers(int block) {
        int start = starts[block];
        int[] all = new int[tries.size()];
        int count = 0;
        for (int t = 0; t < all.length; t++) {
            if (tries.get(t).start <= start && start < tries.get(t).end) {
                all[count++] = t;
            }
        }
        return Arrays.copyOf(all, count);
    }

    /** The next block first, if the last instruction falls through, then those jumped to. */
    private int[] successors(int block) {
        AbstractInsnNode last = insns[starts[block + 1] - 1];
        List<LabelNode> targets = Effects.targets(last);
        int falls = Effects.fallsThrough(last) && block + 1 < blocks() ? 1 : 0;
        int[] all = new int[targets.size() + falls];
        if (falls > 0) {
            all[0] = block + 1;
        }
        for (int k = 0; k < targets.size(); k++) {
            all[falls + k] = block(targets.get(k));
        }
        return all;
    }

    /**
     * A method's code.
     *
     * @param ends instructions behind which a block ends
     */
    public static Code of(MethodNode method, BitSet ends) {
        return new Code(method, ends, false);
    }

    /** Also for a method of which a returned coroutine or stage is awaited. */
    static Code of(MethodNode method, BitSet ends, Kind kind) {
        return new Code(method, ends, kind != Kind.GENERATOR && kind != Kind.TORTURE);
    }

    /** Whether the return at a range's end returns what the last instruction in it has made. */
    private boolean isReturnBehind(int insn, BitSet jumpedTo) {
        if (insn == 0 || insn >= insns.length || insns[insn].getOpcode() != Opcodes.ARETURN || jumpedTo.get(insn)) {
            return false;
        }
        AbstractInsnNode last = insns[insn - 1];
        return switch (last.getOpcode()) {
            case Opcodes.ALOAD,
                    Opcodes.CHECKCAST,
                    Opcodes.GETFIELD,
                    Opcodes.GETSTATIC,
                    Opcodes.AALOAD,
                    Opcodes.ACONST_NULL,
                    Opcodes.INVOKEVIRTUAL,
                    Opcodes.INVOKESPECIAL,
                    Opcodes.INVOKESTATIC,
                    Opcodes.INVOKEINTERFACE,
                    Opcodes.INVOKEDYNAMIC -> !(last instanceof MethodInsnNode m && m.desc.endsWith(")V"));
            default -> false;
        };
    }

    /** Whether an instance method stores into slot 0, so that {@code this} is a variable like any other. */
    public boolean selfIsVariable() {
        return selfIsVariable;
    }

    public int blocks() {
        return starts.length - 1;
    }

    /** Number of the first real instruction at or behind this node. */
    public int at(AbstractInsnNode node) {
        Integer i = at.get(node);
        if (i == null) {
            throw new UnsupportedCodeException("a jump to a label outside of the method");
        }
        return i;
    }

    /** The block that begins at the label. */
    public int block(LabelNode label) {
        return blockOf[at(label)];
    }

    boolean isLeader(int insn) {
        return insn < insns.length && starts[blockOf[insn]] == insn;
    }

    /** The debug name of a local at an instruction, or null. */
    @Nullable
    public String name(int local, int insn) {
        for (Variable v : bySlot.getOrDefault(local, List.of())) {
            if (v.start <= insn && insn < v.end) {
                return v.name;
            }
        }
        return null;
    }
}
