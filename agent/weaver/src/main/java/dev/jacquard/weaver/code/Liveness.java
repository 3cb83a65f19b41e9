package dev.jacquard.weaver.code;

import java.util.BitSet;

/**
 * Which locals are live. Takes the code; goes backwards over the blocks and their handlers: what a handler reads is
 * live at each instruction that it covers.
 */
public final class Liveness {
    private final Code code;
    private final BitSet[] liveIn;

    Liveness(Code code) {
        this.code = code;
        int n = code.blocks();
        liveIn = new BitSet[n];
        BitSet[] use = new BitSet[n];
        BitSet[] def = new BitSet[n];
        int[][] predecessors = predecessors(code);
        for (int b = 0; b < n; b++) {
            use[b] = new BitSet();
            def[b] = new BitSet();
            for (int i = code.starts[b]; i < code.starts[b + 1]; i++) {
                int u = Effects.reads(code.insns[i]);
                if (u >= 0 && !def[b].get(u)) {
                    use[b].set(u);
                }
                int d = Effects.writes(code.insns[i]);
                if (d >= 0) {
                    def[b].set(d);
                }
            }
            liveIn[b] = new BitSet();
        }
        BitSet dirty = new BitSet();
        dirty.set(0, n);
        BitSet out = new BitSet();
        for (int b = n - 1; b >= 0; b = dirty.previousSetBit(n - 1)) {
            dirty.clear(b);
            out.clear();
            for (int s : code.successors[b]) {
                out.or(liveIn[s]);
            }
            out.andNot(def[b]);
            out.or(use[b]);
            addHandlers(b, out);
            if (!out.equals(liveIn[b])) {
                liveIn[b] = (BitSet) out.clone();
                for (int p : predecessors[b]) {
                    dirty.set(p);
                }
            }
        }
    }

    /** Live at the block's beginning. */
    public BitSet in(int block) {
        return liveIn[block];
    }

    /** Live behind the last instruction of its block, and for the handlers that cover it. */
    BitSet after(int insn) {
        int b = code.blockOf[insn];
        if (code.starts[b + 1] != insn + 1) {
            throw new IllegalStateException("not the end of a block: " + insn);
        }
        BitSet out = new BitSet();
        for (int s : code.successors[b]) {
            out.or(liveIn[s]);
        }
        addHandlers(b, out);
        return out;
    }

    /**
     * Live before the last instruction of its block, a store, once what is stored is on the stack: a handler may read
     * what was in the variable before.
     */
    BitSet beforeStore(int insn) {
        int b = code.blockOf[insn];
        BitSet out = new BitSet();
        for (int s : code.successors[b]) {
            out.or(liveIn[s]);
        }
        out.clear(Effects.writes(code.insns[insn]));
        addHandlers(b, out);
        return out;
    }

    private void addHandlers(int block, BitSet out) {
        for (int t : code.handlers[block]) {
            out.or(liveIn[code.blockOf[code.tries.get(t).handler()]]);
        }
    }

    /** Blocks before each block, with those that it covers as a handler. */
    static int[][] predecessors(Code code) {
        int n = code.blocks();
        int[] counts = new int[n];
        int[][] all = new int[n][];
        for (int b = 0; b < n; b++) {
            for (int s : code.successors[b]) {
                counts[s]++;
            }
            for (int t : code.handlers[b]) {
                counts[code.blockOf[code.tries.get(t).handler()]]++;
            }
        }
        for (int b = 0; b < n; b++) {
            all[b] = new int[counts[b]];
        }
        for (int b = 0; b < n; b++) {
            for (int s : code.successors[b]) {
                all[s][--counts[s]] = b;
            }
            for (int t : code.handlers[b]) {
                int h = code.blockOf[code.tries.get(t).handler()];
                all[h][--counts[h]] = b;
            }
        }
        return all;
    }
}
