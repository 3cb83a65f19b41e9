package dev.jacquard.weaver.code;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a resumed body must save when it suspends again: the locals that may differ from what their fields hold; and
 * which fields may still hold references that are dead by then.
 *
 * <p>Forwards from the resumptions: there each restored local equals its field; a store makes it differ.
 */
public final class Changes {
    private static final int DIFFERS = -1;

    private final Code code;
    private final FieldPlan plan;
    private final int slots;

    /** By block: the field that each local equals, or DIFFERS. */
    private final Map<Integer, int[]> equal = new HashMap<>();

    private final Map<Integer, BitSet> held = new HashMap<>();

    public Changes(Code code, FieldPlan plan, List<Point> points) {
        this.code = code;
        this.plan = plan;
        int max = 1;
        for (Point p : points) {
            max = Math.max(max, p.locals.length);
        }
        slots = max;
        ArrayDeque<Integer> todo = new ArrayDeque<>();
        for (Point p : points) {
            int[] state = new int[slots];
            Arrays.fill(state, DIFFERS);
            BitSet fields = new BitSet();
            FieldPlan.Layout layout = plan.layouts[p.state];
            for (FieldPlan.Local l : layout.locals()) {
                state[l.slot()] = l.field().index;
                hold(l.field(), fields);
            }
            for (FieldPlan.Field f : layout.stack()) {
                if (f != null) {
                    hold(f, fields);
                }
            }
            int b = code.blockOf[p.insn];
            flow(b, state, fields, todo);
        }
        while (!todo.isEmpty()) {
            int b = todo.remove();
            int[] state = state(b).clone();
            int[] before = state.clone();
            BitSet fields = Objects.requireNonNull(held.get(b));
            through(b, code.starts[b + 1], state);
            handle(b, before, fields, todo);
            handle(b, state, fields, todo);
            for (int s : code.successors[b]) {
                merge(s, state, fields, todo);
            }
        }
    }

    private int[] state(int block) {
        return Objects.requireNonNull(equal.get(block));
    }

    private void hold(FieldPlan.Field field, BitSet fields) {
        if (Types.isReference(field.descriptor)) {
            fields.set(field.index);
        }
    }

    private void flow(int block, int[] state, BitSet fields, ArrayDeque<Integer> todo) {
        handle(block, state, fields, todo);
        for (int s : code.successors[block]) {
            merge(s, state, fields, todo);
        }
    }

    private void handle(int block, int[] state, BitSet fields, ArrayDeque<Integer> todo) {
        for (int t : code.handlers[block]) {
            merge(code.blockOf[code.tries.get(t).handler()], state, fields, todo);
        }
    }

    private void merge(int block, int[] state, BitSet fields, ArrayDeque<Integer> todo) {
        int[] known = equal.get(block);
        boolean changed = false;
        if (known == null) {
            equal.put(block, state.clone());
            held.put(block, (BitSet) fields.clone());
            changed = true;
        } else {
            for (int k = 0; k < slots; k++) {
                if (known[k] != state[k] && known[k] != DIFFERS) {
                    known[k] = DIFFERS;
                    changed = true;
                }
            }
            BitSet holding = Objects.requireNonNull(held.get(block));
            int n = holding.cardinality();
            holding.or(fields);
            changed |= holding.cardinality() != n;
        }
        if (changed) {
            todo.add(block);
        }
    }

    private void through(int block, int end, int[] state) {
        for (int i = code.starts[block]; i < end; i++) {
            int d = Effects.writes(code.insns[i]);
            if (d >= 0 && d < slots) {
                state[d] = DIFFERS;
            }
        }
    }

    /** The locals to save at a point. */
    public List<FieldPlan.Local> toSave(Point p) {
        int b = code.blockOf[p.insn];
        int[] at = equal.get(b);
        if (at == null) {
            return plan.layouts[p.state].locals();
        }
        int[] state = at.clone();
        through(b, p.insn + 1, state);
        return plan.layouts[p.state].locals().stream()
                .filter(l -> state[l.slot()] != l.field().index)
                .toList();
    }

    /** The reference fields that hold what is dead at a point. */
    public List<FieldPlan.Field> toClear(Point p) {
        BitSet holding = held.get(code.blockOf[p.insn]);
        if (holding == null) {
            return List.of();
        }
        return holding.stream()
                .mapToObj(plan.fields::get)
                .filter(f -> !f.states.get(p.state))
                .toList();
    }
}
