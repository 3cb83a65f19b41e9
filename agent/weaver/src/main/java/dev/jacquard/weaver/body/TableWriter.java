package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.Code;
import dev.jacquard.weaver.code.Effects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Writes a body's try ranges and local variables: a range of the method becomes one for each piece of the body that was
 * emitted for a block in it; pieces that lie side by side share one.
 *
 * <p>A resume body lists a variable only where it is sure to have a value: where a block needs it, so that it has been
 * restored, or behind a store in the block. Debuggers fail at others.
 */
final class TableWriter {
    /** A piece of code that was emitted for a block. */
    private record Piece(Copy copy, int block, Label start, Label end) {
        /** Whether it is the block itself; else something that its handlers cover as well. */
        boolean isBlock() {
            return start == copy.label(block);
        }
    }

    private final Body body;
    private final Copies copies;
    private final Code code;
    private final MethodNode out;
    private final List<Piece> pieces = new ArrayList<>();

    /** Instructions where the range of a variable begins or ends. */
    private final BitSet marked = new BitSet();

    TableWriter(Body body, Copies copies) {
        this.body = body;
        this.copies = copies;
        this.code = body.code;
        this.out = body.out;
        for (Code.Variable v : code.variables) {
            marked.set(v.start());
            marked.set(v.end());
        }
        if (body.resume) {
            markStores();
        }
    }

    /** A variable that a block does not need may be stored in it. */
    private void markStores() {
        BitSet slots = new BitSet();
        code.variables.forEach(v -> slots.set(v.index()));
        for (int i = 0; i < code.insns.length; i++) {
            int stored = Effects.writes(code.insns[i]);
            if (stored >= 0 && slots.get(stored)) {
                marked.set(i + 1);
            }
        }
    }

    /** Code has been emitted that the handlers of a block cover. */
    void add(Copy copy, int block, Label start, Label end) {
        pieces.add(new Piece(copy, block, start, end));
    }

    /** An instruction within a block follows: sets a label if a variable's range needs one. */
    void mark(Copy copy, int insn) {
        if (marked.get(insn)) {
            Label mark = new Label();
            out.visitLabel(mark);
            copy.marks.put(insn, mark);
        }
    }

    /** Writes the tables, once all code is there. */
    void write() {
        for (int t = 0; t < code.tries.size(); t++) {
            ranges(t);
        }
        List<LocalVariableNode> variables = new ArrayList<>();
        for (Code.Variable v : code.variables) {
            variable(v, variables);
        }
        out.localVariables = variables;
    }

    private void ranges(int index) {
        Code.Try one = code.tries.get(index);
        TryCatchBlockNode last = null;
        Piece before = null;
        for (Piece p : pieces) {
            if (Arrays.binarySearch(code.handlers[p.block], index) < 0) {
                continue;
            }
            LabelNode handler = node(copies.jump(p.copy, code.blockOf[one.handler()]));
            if (last != null && before != null && last.handler == handler && adjacent(before.end, p.start)) {
                last.end = node(p.end);
            } else {
                last = new TryCatchBlockNode(node(p.start), node(p.end), handler, one.type());
                out.tryCatchBlocks.add(last);
            }
            before = p;
        }
    }

    private void variable(Code.Variable v, List<LocalVariableNode> all) {
        LocalVariableNode last = null;
        Piece before = null;
        for (Piece p : pieces) {
            int first = code.starts[p.block];
            int behind = code.starts[p.block + 1];
            int start = Math.max(Math.max(v.start(), first), filled(v, p.block));
            int end = Math.min(v.end(), behind);
            if (start >= end || !p.isBlock()) {
                continue;
            }
            Label from = start == first ? p.start : p.copy.marks.get(start);
            Label to = end == behind ? p.end : p.copy.marks.get(end);
            if (from == null || to == null) {
                continue;
            }
            if (last != null
                    && before != null
                    && from == p.start
                    && adjacent(before.end, p.start)
                    && last.end == node(before.end)) {
                last.end = node(to);
            } else {
                last = new LocalVariableNode(
                        v.name(), v.desc(), v.signature(), node(from), node(to), body.slots.map(v.index()));
                all.add(last);
            }
            before = p;
        }
    }

    /** The first instruction of a block at which a variable is sure to have a value. */
    private int filled(Code.Variable v, int block) {
        int first = code.starts[block];
        boolean self = v.index() == 0 && !body.target.isStatic && !body.selfIsVariable;
        if (!body.resume || self || body.analysis.liveness.in(block).get(v.index())) {
            return first;
        }
        for (int i = first; i < code.starts[block + 1]; i++) {
            if (Effects.writes(code.insns[i]) == v.index()) {
                return i + 1;
            }
        }
        return code.starts[block + 1];
    }

    /** Whether no instruction lies between two labels. */
    private static boolean adjacent(Label end, Label start) {
        AbstractInsnNode n = node(end);
        AbstractInsnNode stop = node(start);
        while (n != null && n != stop && n.getOpcode() < 0) {
            n = n.getNext();
        }
        return n == stop;
    }

    private static LabelNode node(Label label) {
        if (!(label.info instanceof LabelNode)) {
            label.info = new LabelNode(label);
        }
        return (LabelNode) label.info;
    }
}
