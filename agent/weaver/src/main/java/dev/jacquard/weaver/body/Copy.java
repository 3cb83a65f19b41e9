package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.Loops;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;

/** The blocks of one loop, or of the whole method, once more; with the labels of this time. */
final class Copy {
    /** Null: the whole method. */
    final Loops.@Nullable Loop loop;

    /** The blocks that can be reached in it. */
    final BitSet blocks = new BitSet();

    /** Labels within blocks, by instruction. */
    final Map<Integer, Label> marks = new HashMap<>();

    private final Map<Integer, Label> labels = new HashMap<>();
    private final Map<Integer, Label> newLabels = new HashMap<>();

    Copy(Loops.@Nullable Loop loop) {
        this.loop = loop;
    }

    /** Where a block begins. */
    Label label(int block) {
        return labels.computeIfAbsent(block, b -> new Label());
    }

    /** Where a {@code new} stands, which names uninitialised objects in frames. */
    Label newLabel(int insn) {
        return newLabels.computeIfAbsent(insn, i -> new Label());
    }
}
