package dev.jacquard.weaver.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The natural loops of a method and how they nest. */
public final class Loops {
    /** A loop: its first block, and all its blocks. */
    public static final class Loop {
        public final int header;
        public final BitSet blocks = new BitSet();

        private @Nullable Loop parent;

        Loop(int header) {
            this.header = header;
            blocks.set(header);
        }

        /** The loop around it, or null. */
        public @Nullable Loop parent() {
            return parent;
        }
    }

    private final @Nullable Loop[] innermost;

    public Loops(Code code) {
        int n = code.blocks();
        innermost = new Loop[n];
        int[][] predecessors = Liveness.predecessors(code);
        int[] order = reversePostOrder(code);
        int[] number = new int[n];
        Arrays.fill(number, -1);
        for (int k = 0; k < order.length; k++) {
            number[order[k]] = k;
        }
        int[] dominator = dominators(order, number, predecessors);
        List<Loop> loops = new ArrayList<>();
        for (int h : order) {
            Loop loop = null;
            for (int p : predecessors[h]) {
                if (number[p] >= 0 && dominates(h, p, dominator, number)) {
                    if (loop == null) {
                        loop = new Loop(h);
                    }
                    collect(loop, p, predecessors, number);
                }
            }
            if (loop != null) {
                loops.add(loop);
            }
        }
        // large loops first: a later one, if it shares blocks, lies inside
        loops.sort(Comparator.comparingInt((Loop l) -> -l.blocks.cardinality()));
        for (Loop loop : loops) {
            loop.parent = innermost[loop.header];
            for (int b = loop.blocks.nextSetBit(0); b >= 0; b = loop.blocks.nextSetBit(b + 1)) {
                innermost[b] = loop;
            }
        }
    }

    /** The innermost loop around a block, or null. */
    @Nullable
    public Loop around(int block) {
        return innermost[block];
    }

    private static void collect(Loop loop, int from, int[][] predecessors, int[] number) {
        ArrayDeque<Integer> todo = new ArrayDeque<>();
        todo.push(from);
        while (!todo.isEmpty()) {
            int b = todo.pop();
            if (!loop.blocks.get(b)) {
                loop.blocks.set(b);
                for (int p : predecessors[b]) {
                    if (number[p] >= 0) {
                        todo.push(p);
                    }
                }
            }
        }
    }

    private static int[] successors(Code code, int block) {
        int[] s = code.successors[block];
        int[] h = code.handlers[block];
        int[] all = Arrays.copyOf(s, s.length + h.length);
        for (int k = 0; k < h.length; k++) {
            all[s.length + k] = code.blockOf[code.tries.get(h[k]).handler()];
        }
        return all;
    }

    private static int[] reversePostOrder(Code code) {
        int n = code.blocks();
        int[] order = new int[n];
        int at = n;
        boolean[] seen = new boolean[n];
        int[] stack = new int[n];
        int[][] next = new int[n][];
        int[] position = new int[n];
        int depth = 0;
        stack[depth++] = 0;
        seen[0] = true;
        next[0] = successors(code, 0);
        while (depth > 0) {
            int b = stack[depth - 1];
            if (position[b] < next[b].length) {
                int s = next[b][position[b]++];
                if (!seen[s]) {
                    seen[s] = true;
                    next[s] = successors(code, s);
                    stack[depth++] = s;
                }
            } else {
                order[--at] = b;
                depth--;
            }
        }
        return Arrays.copyOfRange(order, at, n);
    }

    /** Immediate dominators, by Cooper, Harvey and Kennedy's iteration. */
    private static int[] dominators(int[] order, int[] number, int[][] predecessors) {
        int[] dominator = new int[number.length];
        Arrays.fill(dominator, -1);
        dominator[order[0]] = order[0];
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int k = 1; k < order.length; k++) {
                int b = order[k];
                int d = -1;
                for (int p : predecessors[b]) {
                    if (number[p] >= 0 && dominator[p] >= 0) {
                        d = d < 0 ? p : meet(d, p, dominator, number);
                    }
                }
                if (d != dominator[b]) {
                    dominator[b] = d;
                    changed = true;
                }
            }
        }
        return dominator;
    }

    private static int meet(int a, int b, int[] dominator, int[] number) {
        while (a != b) {
            while (number[a] > number[b]) {
                a = dominator[a];
            }
            while (number[b] > number[a]) {
                b = dominator[b];
            }
        }
        return a;
    }

    private static boolean dominates(int a, int b, int[] dominator, int[] number) {
        while (number[b] > number[a]) {
            b = dominator[b];
        }
        return a == b;
    }
}
