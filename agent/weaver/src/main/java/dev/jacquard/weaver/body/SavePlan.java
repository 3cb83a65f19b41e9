package dev.jacquard.weaver.body;

import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.Changes;
import dev.jacquard.weaver.code.FieldPlan;
import dev.jacquard.weaver.code.Point;
import dev.jacquard.weaver.code.Types;
import java.util.BitSet;
import java.util.List;

/**
 * What a suspended call saves at each point, and which points save or restore alike. Takes the field plan and what has
 * changed since the last resumption.
 *
 * <pre>
 *   direct body: all that is live, by one call of a helper   suspend$1(stack, state, locals)
 *   resume body: what differs from the fields by then        and null into those that are dead
 * </pre>
 */
final class SavePlan {
    /** Beyond this a helper could not take all values as arguments: they are stored one by one. */
    private static final int MAX_ARGUMENT_SLOTS = 250;

    /** Above this many points all live locals are saved each time, so that more points share code. */
    private static final int MANY_POINTS = 60;

    private final Analysis analysis;
    private final Changes changes;

    SavePlan(Analysis analysis) {
        this.analysis = analysis;
        this.changes = new Changes(analysis.code, analysis.plan, analysis.points);
    }

    /**
     * The locals to save.
     *
     * @param resumed whether the call has been resumed before, so that most fields are right
     */
    List<FieldPlan.Local> locals(Point p, boolean resumed) {
        return resumed && analysis.points.size() <= MANY_POINTS
                ? changes.toSave(p)
                : analysis.plan.layouts[p.state].locals();
    }

    /** The fields whose references are dead by then. */
    List<FieldPlan.Field> clears(Point p, boolean resumed) {
        if (!resumed) {
            return List.of();
        }
        if (analysis.points.size() <= MANY_POINTS) {
            return changes.toClear(p);
        }
        return analysis.plan.fields.stream()
                .filter(f -> Types.isReference(f.descriptor) && !f.states.get(p.state))
                .toList();
    }

    /** The locals that the saving code reads. */
    BitSet slots(Point p, boolean resumed) {
        BitSet slots = new BitSet();
        for (FieldPlan.Local l : locals(p, resumed)) {
            slots.set(l.slot());
        }
        return slots;
    }

    /** Whether there is more to save than a method can take. */
    boolean isLarge(Point p, boolean resumed) {
        int size = 4;
        for (Object t : p.stack) {
            size += Types.size(t);
        }
        for (FieldPlan.Local l : locals(p, resumed)) {
            size += Types.size(l.type());
        }
        return size > MAX_ARGUMENT_SLOTS;
    }

    /** Points with equal keys save alike. */
    String key(Point p, boolean resumed) {
        StringBuilder k = new StringBuilder(resumed ? "again" : "first");
        stackKey(p, k);
        for (FieldPlan.Local l : locals(p, resumed)) {
            k.append(' ').append(l.slot()).append('>').append(l.field().index);
        }
        for (FieldPlan.Field f : clears(p, resumed)) {
            k.append(" 0>").append(f.index).append('!');
        }
        return k.toString();
    }

    /** Points with equal keys are restored alike. */
    String layoutKey(Point p) {
        StringBuilder k = new StringBuilder();
        stackKey(p, k);
        FieldPlan.Layout layout = analysis.plan.layouts[p.state];
        for (FieldPlan.Local l : layout.locals()) {
            k.append(' ').append(l.slot()).append('>').append(l.field().index);
        }
        return k.append(layout.nullLocals()).toString();
    }

    private void stackKey(Point p, StringBuilder k) {
        FieldPlan.Field[] fields = analysis.plan.layouts[p.state].stack();
        for (int j = 0; j < fields.length; j++) {
            k.append(fields[j] == null ? " null" : " s" + fields[j].index);
        }
        k.append(" |");
    }
}
