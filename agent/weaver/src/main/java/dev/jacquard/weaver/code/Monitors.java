package dev.jacquard.weaver.code;

import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.model.UnsupportedCodeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Opcodes;

/**
 * Refuses suspension points at which the method holds a monitor. Takes the code and the sites found, gives those that
 * stay. A call that is one only if the object turns out to be asynchronous stays an ordinary call there, and says so at
 * run time.
 */
final class Monitors {
    private Monitors() {}

    /** Those of the points at which no monitor is held. */
    static List<Point.Site> check(Code code, List<Point.Site> points) {
        boolean any = false;
        for (var n : code.insns) {
            any |= n.getOpcode() == Opcodes.MONITORENTER;
        }
        if (!any) {
            return points;
        }
        List<Point.Site> free = new ArrayList<>();
        int[] depths = depths(code);
        for (Point.Site p : points) {
            int at = p.first();
            int d = depths[code.blockOf[at]];
            for (int i = code.starts[code.blockOf[at]]; i < at; i++) {
                d += change(code, i);
            }
            // a value that is returned may have been made before the monitor was left
            boolean returnsFromInside =
                    p.result() == Point.Result.RETURN && !p.completed() && at > 0 && change(code, at - 1) < 0;
            boolean isCall = d > 0 && p.maybe();
            if (!isCall && (d > 0 || returnsFromInside)) {
                throw new UnsupportedCodeException(Problem.AWAIT_IN_MONITOR, "", code.lines[p.insn()]);
            }
            if (!isCall) {
                free.add(p);
            }
        }
        return free;
    }

    private static int change(Code code, int insn) {
        int op = code.insns[insn].getOpcode();
        return op == Opcodes.MONITORENTER ? 1 : op == Opcodes.MONITOREXIT ? -1 : 0;
    }

    /** How many monitors are held at the beginning of each block. */
    private static int[] depths(Code code) {
        int[] depths = new int[code.blocks()];
        Arrays.fill(depths, -1);
        ArrayDeque<Integer> todo = new ArrayDeque<>();
        depths[0] = 0;
        todo.add(0);
        while (!todo.isEmpty()) {
            int b = todo.remove();
            int d = depths[b];
            for (int t : code.handlers[b]) {
                reach(code.blockOf[code.tries.get(t).handler()], d, depths, todo);
            }
            for (int i = code.starts[b]; i < code.starts[b + 1]; i++) {
                d += change(code, i);
            }
            for (int s : code.successors[b]) {
                reach(s, d, depths, todo);
            }
        }
        return depths;
    }

    private static void reach(int block, int depth, int[] depths, ArrayDeque<Integer> todo) {
        if (depths[block] < 0) {
            depths[block] = Math.max(depth, 0);
            todo.add(block);
        }
    }
}
