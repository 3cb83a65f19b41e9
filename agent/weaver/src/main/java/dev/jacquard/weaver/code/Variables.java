package dev.jacquard.weaver.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Tells variables of the source from those in which a compiler keeps a value that is returned behind a finally part.
 *
 * <p>Those of the source have names. Where a class file, or part of one, has none, the code tells: a compiler's
 * variable is never read by a handler, and compilers of Java read it before the handlers of the try that the value
 * leaves, as the finally part stands where the return does; a variable that is returned behind the try statement is
 * read behind its handlers, and one that is read in a try but was stored before it is the source's, too. Languages in
 * which try is an expression have compilers' variables behind the handlers.
 */
final class Variables {
    private final boolean torture;
    private final ClassNode owner;
    private final Code code;
    private final BitSet[] ranges;
    private final int[][] predecessors;
    private final int arguments;
    private final Map<Integer, Seen> seen = new HashMap<>();

    /**
     * What is known of a load.
     *
     * @param isOfSource whether it reads a variable of the source, whoever has stored into it
     * @param stores those of the stores it may see that are the source's
     */
    private record Seen(boolean isOfSource, BitSet stores) {}

    Variables(ClassNode owner, Code code, BitSet[] ranges, int[][] predecessors, boolean torture) {
        this.torture = torture;
        this.owner = owner;
        this.code = code;
        this.ranges = ranges;
        this.predecessors = predecessors;
        boolean isStatic = (code.method.access & Opcodes.ACC_STATIC) != 0;
        this.arguments = (Type.getArgumentsAndReturnSizes(code.method.desc) >> 2) - (isStatic ? 1 : 0);
    }

    /** Whether what is loaded is a variable of the source, as it stands there. */
    boolean isOfSource(VarInsnNode load, int insn) {
        if (code.name(load.var, insn) != null) {
            return true;
        }
        return !torture && seen(load.var, insn).isOfSource;
    }

    /** Whether a load of a variable without a name may give what the source has stored. */
    boolean maySeeSource(VarInsnNode load, int insn) {
        return !torture && !seen(load.var, insn).stores.isEmpty();
    }

    /** Whether a load of a variable without a name gives what the source has put into a variable. */
    boolean isOfSource(int load, int store) {
        return !torture
                && seen(((VarInsnNode) code.insns[load]).var, load).stores.get(store);
    }

    private Seen seen(int local, int load) {
        Seen known = seen.get(load);
        if (known == null) {
            known = look(local, load);
            seen.put(load, known);
        }
        return known;
    }

    private Seen look(int local, int load) {
        BitSet ofSource = new BitSet();
        int first = code.blockOf[load];
        if (last(local, code.starts[first], load) >= 0) {
            return new Seen(false, ofSource); // within one block no range ends
        }
        boolean isArgument = false;
        boolean keptForReturn = false;
        boolean enters = false;
        Map<Integer, BitSet> covered = new HashMap<>();
        ArrayDeque<Integer> todo = new ArrayDeque<>();
        covered.put(first, (BitSet) ranges[first].clone());
        todo.push(first);
        while (!todo.isEmpty()) {
            int block = todo.pop();
            isArgument |= block == 0 && local < arguments;
            BitSet cover = Objects.requireNonNull(covered.get(block));
            for (int p : predecessors[block]) {
                int store = last(local, code.starts[p], code.starts[p + 1]);
                if (store < 0) {
                    reach(p, cover, covered, todo);
                    continue;
                }
                enters |= isMore(ranges[first], cover) || isMore(cover, ranges[p]);
                if (isBehindHandlers(load, p, cover) && !triesAreExpressions()) {
                    ofSource.set(store);
                } else {
                    keptForReturn |= isMore(ranges[p], cover);
                }
            }
            for (int p : thrownFrom(code, ranges, block)) {
                // read by the handler of a range that stores it
                for (int i = code.starts[p]; i < code.starts[p + 1]; i++) {
                    if (Effects.writes(code.insns[i]) == local) {
                        ofSource.set(i);
                    }
                }
                reach(p, cover, covered, todo);
            }
        }
        return new Seen(isArgument || (enters && !keptForReturn), ofSource);
    }

    private static boolean isMore(BitSet one, BitSet other) {
        BitSet more = (BitSet) one.clone();
        more.andNot(other);
        return !more.isEmpty();
    }

    private void reach(int block, BitSet cover, Map<Integer, BitSet> covered, ArrayDeque<Integer> todo) {
        BitSet through = (BitSet) cover.clone();
        through.and(ranges[block]);
        BitSet before = covered.get(block);
        if (before != null) {
            through.and(before);
        }
        if (!through.equals(before)) {
            covered.put(block, through);
            todo.push(block);
        }
    }

    /** The last store into a variable between two instructions, or -1. */
    private int last(int local, int from, int to) {
        int i = to - 1;
        while (i >= from && Effects.writes(code.insns[i]) != local) {
            i--;
        }
        return i >= from ? i : -1;
    }

    /** The blocks from which a block is entered as a handler. */
    static List<Integer> thrownFrom(Code code, BitSet[] ranges, int block) {
        List<Integer> blocks = new ArrayList<>();
        for (int t = 0; t < code.tries.size(); t++) {
            if (code.tries.get(t).handler() == code.starts[block]) {
                for (int b = 0; b < ranges.length; b++) {
                    if (ranges[b].get(t)) {
                        blocks.add(b);
                    }
                }
            }
        }
        return blocks;
    }

    /** Whether the load stands behind a handler of a range that is left on the way to it. */
    private boolean isBehindHandlers(int load, int block, BitSet cover) {
        for (int t : code.handlers[block]) {
            if (!cover.get(t) && load > code.tries.get(t).handler()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the class was not written in Java but in Kotlin, Scala or the like. */
    private boolean triesAreExpressions() {
        if (owner.sourceFile != null && !owner.sourceFile.endsWith(".java")) {
            return true;
        }
        if (owner.visibleAnnotations != null) {
            for (AnnotationNode a : owner.visibleAnnotations) {
                if (a.desc.equals("Lkotlin/Metadata;")) {
                    return true;
                }
            }
        }
        if (owner.attrs != null) {
            for (Attribute a : owner.attrs) {
                if (a.type.startsWith("Scala") || a.type.equals("TASTY")) {
                    return true;
                }
            }
        }
        return false;
    }
}
