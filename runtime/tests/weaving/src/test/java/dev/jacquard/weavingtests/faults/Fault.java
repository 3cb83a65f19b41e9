package dev.jacquard.weavingtests.faults;

import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mistake that somebody could make in the weaver: in one file, one text instead of another. */
enum Fault {
    /** A resumed call that suspends again does not save what it has changed since. */
    LOST_SAVE("code/Changes", ".filter(l -> state[l.slot()] != l.field().index)", ".filter(l -> false)"),

    /** A store is not seen as a change of its variable. */
    STALE_FIELD("code/Changes", "state[d] = DIFFERS;", "state[d] = state[d];"),

    /** Where paths meet, a variable that one of them has changed counts as unchanged. */
    CHANGE_LOST_AT_JOIN(
            "code/Changes",
            "if (known[k] != state[k] && known[k] != DIFFERS)",
            "if (known[k] == DIFFERS && state[k] != DIFFERS)"),

    /** A handler sees only the changes at the end of the try, not those on the way. */
    CHANGE_LOST_BEFORE_HANDLER("code/Changes", "handle(b, state, fields, todo); for", "for"),

    /** Fields of dead references keep their values. */
    DEAD_REFERENCES_KEPT("code/Changes", ".filter(f -> !f.states.get(p.state))", ".filter(f -> false)"),

    /** What only a handler reads is not live at the await that throws. */
    HANDLER_NOT_LIVE(
            "code/Liveness",
            "out.or(liveIn[s]); } addHandlers(b, out); return out;",
            "out.or(liveIn[s]); } return out;"),

    /** Inside a block, what a handler reads counts as dead once the block writes it. */
    HANDLER_NOT_LIVE_IN_BLOCK(
            "code/Liveness",
            "out.or(use[b]); addHandlers(b, out);",
            "addHandlers(b, out); out.andNot(def[b]); out.or(use[b]);"),

    /** Liveness does not go round loops. */
    LIVENESS_STOPS_AT_BACK_EDGE("code/Liveness", "dirty.set(p);", "if (p < b) { dirty.set(p); }"),

    /** Two values that live at once share a field. */
    SHARED_FIELD(
            "code/FieldPlan",
            "f.descriptor.equals(v.descriptor) && !f.states.intersects(v.states)",
            "f.descriptor.equals(v.descriptor) && f.states.cardinality() < 3"),

    /** Any two values of one type share a field. */
    ONE_FIELD_PER_TYPE(
            "code/FieldPlan",
            "f.descriptor.equals(v.descriptor) && !f.states.intersects(v.states)",
            "f.descriptor.equals(v.descriptor)"),

    /** Points that restore other fields share their restoring code. */
    WRONG_RESTORE(
            "body/SavePlan",
            "for (FieldPlan.Local l : layout.locals()) { k.append('"
                    + " ').append(l.slot()).append('>').append(l.field().index); }",
            "for (FieldPlan.Local l : layout.locals()) { k.append('" + " ').append(l.slot()).append('>'); }"),

    /** Points that save to other fields share a helper. */
    WRONG_HELPER(
            "body/SavePlan",
            "for (FieldPlan.Local l : locals(p, resumed)) { k.append('"
                    + " ').append(l.slot()).append('>').append(l.field().index); }",
            "for (FieldPlan.Local l : locals(p, resumed)) { k.append('"
                    + " ').append(Types.size(l.type())).append(l.field().descriptor); }"),

    /** The operands below the await are restored to the fields' old values: they are not saved. */
    STACK_NOT_SAVED(
            "body/SuspendHelpers",
            "FieldPlan.Field f = layout.stack()[k]; if (f != null) { mv.",
            "FieldPlan.Field f = layout.stack()[k]; if (f != null && !h.resumed) { mv."),

    /** Points that share their saving code share the state, too. */
    WRONG_STATE("body/SaveWriter", "Insns.push(out, p.state);", "Insns.push(out, one.state);"),

    /** An exception that comes with the resumption does not reach the handlers around the await. */
    RESUMPTION_OUTSIDE_TRY(
            "body/ResumptionWriter", "tables.add(copy, block, start, end); points.result", "points.result"),

    /** An awaited failure is taken for a value. */
    FAILURE_AS_VALUE("body/ResumptionWriter", "body.call(RuntimeNames.CHECK);", ""),

    /** Outer handlers come before inner ones. */
    OUTER_HANDLER_FIRST(
            "body/TableWriter",
            "for (int t = 0; t < code.tries.size(); t++) { ranges(t);",
            "for (int t = code.tries.size() - 1; t >= 0; t--) { ranges(t);"),

    /** Try ranges that go on after a gap are closed over it. */
    RANGE_OVER_GAP(
            "body/TableWriter",
            "return n == stop; } private static LabelNode",
            "return true; } private static LabelNode"),

    /** The await that suspended is done once more. */
    REPEATED_AWAIT("body/ResumptionWriter", "jump(copy, block + 1)", "jump(copy, block)"),

    /** The class of an object whose arguments await is initialised only after them. */
    LATE_INITIALISATION(
            "code/NewNormaliser",
            "method.instructions.insert(n, new InsnNode(Opcodes.POP)); }",
            "method.instructions.remove(n); }"),

    /** Copies of an uninitialised object do not become the object. */
    COPIES_STAY_NULL("code/NewNormaliser", "if (!isUsual())", "if (isUsual() && next < 0)"),

    /** Operands between a receiver and its copy come back in other places. */
    STACK_BELOW_NEW_MIXED(
            "code/NewNormaliser",
            "for (int k = lowest; k < receiver; k++) { boolean isCopy",
            "for (int k = receiver - 1; k >= lowest; k--) { boolean isCopy"),

    /** A virtual call goes straight to the body that the caller's class has. */
    VIRTUAL_CALL_DIRECT(
            "code/PointFinder",
            "m.getOpcode() == Opcodes.INVOKESTATIC || m.getOpcode() == Opcodes.INVOKESPECIAL ||",
            "m.getOpcode() != Opcodes.INVOKEINTERFACE ||"),

    /** A monitor may be held while suspended. */
    MONITOR_FORGOTTEN(
            "code/Monitors", "if (!isCall && (d > 0 || returnsFromInside))", "if (!isCall && returnsFromInside)"),

    /** A coroutine that is returned through a finally part is awaited after it. */
    RETURN_AFTER_FINALLY("code/PointFinder", "returnedEarly();", "if (points.size() < 0) { returnedEarly(); }"),

    /** The same, where the coroutine lies on the operand stack meanwhile. */
    RETURN_ON_THE_STACK(
            "code/ReturnedValues",
            "if (leaves(insn, held) && !isCompleted",
            "if (insn < 0 && leaves(insn, held) && !isCompleted"),

    /** Lambdas for our functional interfaces start at once if they do not await. */
    EAGER_LAMBDA(
            "select/LambdaFinder",
            "if (Kind.of(m.desc) == Kind.COROUTINE && isOurs(m, indy))",
            "if (m.desc.isEmpty() && isOurs(m, indy))"),

    /** hasNext of an async iterator that came by way of Iterator blocks. */
    ASYNC_FOR_NOT_SEEN("code/ImplicitAwaits", "m.owner.equals(ITERATOR) ? best(", "m.owner.isEmpty() ? best(");

    /** Without its ending, below the weaver's package. */
    final String file;

    private final String from;
    private final String to;

    Fault(String file, String from, String to) {
        this.file = file;
        this.from = from;
        this.to = to;
    }

    /** The source with the fault; spaces and line breaks do not matter to where it goes. */
    String plant(String source) {
        StringJoiner pattern = new StringJoiner("\\s*");
        Matcher token = Pattern.compile("\\w+|[^\\w\\s]").matcher(from);
        while (token.find()) {
            pattern.add(Pattern.quote(token.group()));
        }
        Matcher place = Pattern.compile(pattern.toString()).matcher(source);
        if (!place.find()) {
            throw new AssertionError(this + ": " + file + ".java has no longer the text\n    " + from);
        }
        return source.substring(0, place.start()) + to + source.substring(place.end());
    }
}
