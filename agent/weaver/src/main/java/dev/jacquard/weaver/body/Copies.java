package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.Code;
import dev.jacquard.weaver.code.Loops;
import dev.jacquard.weaver.code.Point;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;

/**
 * How often each block is emitted in a body, and where jumps lead.
 *
 * <p>A loop that a resumption entered in its middle would be irreducible, and the JIT compiles such loops badly. So the
 * interrupted iteration is finished in a copy of the loop's body, which goes over to the loop itself at its header. A
 * copy K(L) has L's blocks but for the header; its edges to L's header go to the copy around (where L is whole), edges
 * that leave L go to the copy of the loop that they arrive in.
 *
 * <pre>
 *   method               resume body
 *   while (a()) {          K(L):  (a resumption enters behind b)  c(); goto main;
 *     b(); // awaits       main:  while (a()) { b(); c(); }
 *     c();                        d();
 *   }
 *   d();
 * </pre>
 */
final class Copies {
    /** Above this many instructions, counted over all copies, loops are entered in their middle. */
    private static final int MAX_COPIED = 2_500;

    /** A block of a copy from which nothing has been followed yet. */
    private record Step(Copy copy, int block) {}

    /** Where each block is that no loop's copy has. */
    final Copy main = new Copy(null);

    private final Analysis analysis;
    private final Code code;
    private final @Nullable Loops loops;
    private final Map<Loops.Loop, Copy> ofLoops = new LinkedHashMap<>();

    private Copies(Analysis analysis, @Nullable Loops loops) {
        this.analysis = analysis;
        this.code = analysis.code;
        this.loops = loops;
    }

    /** For a direct body: each block once, but for those that nothing gets to. */
    static Copies ofWhole(Analysis analysis) {
        Copies copies = new Copies(analysis, null);
        for (int b = 0; b < analysis.code.blocks(); b++) {
            if (copies.isReachable(b)) {
                copies.main.blocks.set(b);
            }
        }
        return copies;
    }

    /**
     * For a resume body: what can be reached from the method's points.
     *
     * @param copyLoops whether to copy loops, if that does not make too much of them
     */
    static Copies ofResumptions(Analysis analysis, boolean copyLoops) {
        if (copyLoops) {
            Copies copies = new Copies(analysis, new Loops(analysis.code));
            copies.reach(analysis.points);
            if (copies.instructions() <= MAX_COPIED) {
                return copies;
            }
        }
        Copies copies = new Copies(analysis, null);
        copies.reach(analysis.points);
        return copies;
    }

    /** All of them, in the order in which they are emitted. */
    List<Copy> all() {
        List<Copy> all = new ArrayList<>(ofLoops.values());
        all.add(main);
        return all;
    }

    /** The copy in which a resumption enters a block: that of the innermost loop around it. */
    Copy around(int block) {
        return of(loops == null ? null : loops.around(block));
    }

    /** The copy in which an edge out of a copy arrives. */
    Copy resolve(Copy from, int block) {
        Loops.Loop loop = from.loop;
        while (loop != null && (!loop.blocks.get(block) || loop.header == block)) {
            loop = loop.parent();
        }
        return of(loop);
    }

    /** Where an edge out of a copy arrives. */
    Label jump(Copy from, int block) {
        return resolve(from, block).label(block);
    }

    private Copy of(Loops.@Nullable Loop loop) {
        return loop == null ? main : ofLoops.computeIfAbsent(loop, Copy::new);
    }

    private boolean isReachable(int block) {
        return analysis.types.before(code.starts[block]) != null;
    }

    // ---- what is reached ------------------------------------------------------------------------

    private void reach(List<Point> points) {
        ArrayDeque<Step> todo = new ArrayDeque<>();
        for (Point p : points) {
            int b = code.blockOf[p.insn];
            Copy c = around(b);
            reachHandlers(c, b, todo);
            if (p.result != Point.Result.RETURN) {
                reachSuccessors(c, b, todo);
            }
        }
        while (!todo.isEmpty()) {
            Step next = todo.pop();
            reachHandlers(next.copy, next.block, todo);
            reachSuccessors(next.copy, next.block, todo);
        }
    }

    private void reachHandlers(Copy from, int block, ArrayDeque<Step> todo) {
        for (int t : code.handlers[block]) {
            reach(from, code.blockOf[code.tries.get(t).handler()], todo);
        }
    }

    private void reachSuccessors(Copy from, int block, ArrayDeque<Step> todo) {
        for (int s : code.successors[block]) {
            reach(from, s, todo);
        }
    }

    private void reach(Copy from, int block, ArrayDeque<Step> todo) {
        if (!isReachable(block)) {
            return;
        }
        Copy c = resolve(from, block);
        if (!c.blocks.get(block)) {
            c.blocks.set(block);
            todo.push(new Step(c, block));
        }
    }

    private int instructions() {
        int n = 0;
        for (Copy c : all()) {
            for (int b = c.blocks.nextSetBit(0); b >= 0; b = c.blocks.nextSetBit(b + 1)) {
                n += code.starts[b + 1] - code.starts[b];
            }
        }
        return n;
    }
}
