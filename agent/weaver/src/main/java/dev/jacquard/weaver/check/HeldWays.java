package dev.jacquard.weaver.check;

import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.Code;
import dev.jacquard.weaver.code.Effects;
import dev.jacquard.weaver.code.Origins;
import dev.jacquard.weaver.code.Point;
import dev.jacquard.weaver.model.RuntimeNames;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;

/**
 * The ways from a call that takes a lock to where it is released, with what is known on each of the conditions passed
 * ({@link Facts}).
 *
 * <p>An exception is followed into a handler only if the lock is released from there on: else the handler's author did
 * not think of the lock as held.
 */
final class HeldWays {
    /** A method with more of them is given up: nothing is told. */
    private static final int MAX_STEPS = 50_000;

    private record Step(int insn, Map<String, Boolean> facts) {}

    private final HeldLocks locks;
    private final Analysis analysis;
    private final Code code;
    private final HeldLocks.Taking taking;
    private final Facts facts;
    private final Set<Step> seen = new HashSet<>();
    private final ArrayDeque<Step> todo = new ArrayDeque<>();
    private final Map<Integer, Boolean> releasing = new HashMap<>();

    HeldWays(HeldLocks locks, Analysis analysis, HeldLocks.Taking taking) {
        this.locks = locks;
        this.analysis = analysis;
        this.code = analysis.code;
        this.taking = taking;
        this.facts = new Facts(code, locks.expressions().origins(), taking.insn());
    }

    /** The first suspension point, in the method's order, at which it is held, or -1. */
    int firstSuspension() {
        TreeSet<Integer> found = new TreeSet<>();
        follow(taking.insn(), known());
        while (!todo.isEmpty()) {
            if (seen.size() > MAX_STEPS) {
                return -1;
            }
            Step step = todo.pop();
            int i = step.insn;
            if (i == taking.insn() || locks.releases(i, taking)) {
                continue;
            }
            if (suspends(i) && (!taking.what().isPermit() || isReleasedBehind(i))) {
                found.add(i);
                continue;
            }
            if (mayThrow(i)) {
                handlers(step);
            }
            follow(i, facts.after(i, step.facts));
        }
        return found.isEmpty() ? -1 : found.first();
    }

    private void push(int insn, Map<String, Boolean> facts) {
        Step step = new Step(insn, facts);
        if (insn < code.insns.length && seen.add(step)) {
            todo.push(step);
        }
    }

    private void follow(int insn, Map<String, Boolean> after) {
        Boolean taken = facts.taken(insn, after);
        for (int next : successors(insn)) {
            boolean jumps = next != insn + 1;
            if (taken == null || taken == jumps) {
                push(next, after);
            }
        }
    }

    private Set<Integer> successors(int insn) {
        Set<Integer> next = new TreeSet<>();
        AbstractInsnNode n = code.insns[insn];
        if (Effects.fallsThrough(n)) {
            next.add(insn + 1);
        }
        Effects.targets(n).forEach(label -> next.add(code.at(label)));
        return next;
    }

    // ---- suspension -----------------------------------------------------------------------------

    private boolean suspends(int insn) {
        Point p = analysis.pointAt[insn];
        return p != null && !p.site.maybe() && !p.site.completed() && !(p.isReturned() && isDone(p));
    }

    /** Whether what the method returns there has ended already, whichever way it came. */
    private boolean isDone(Point p) {
        int at = p.isBehind() ? p.insn + 1 : p.insn;
        Origins origins = locks.expressions().origins();
        Set<String> keys = locks.expressions().keys(at, origins.height(at));
        return !keys.isEmpty() && keys.stream().allMatch(HeldWays::isOfDone);
    }

    private static boolean isOfDone(String key) {
        return key.startsWith(RuntimeNames.COROUTINE + ".of")
                || key.startsWith(RuntimeNames.COROUTINE + ".done")
                || key.startsWith(RuntimeNames.FUTURE + ".completed")
                || key.startsWith(RuntimeNames.FUTURE + ".failed");
    }

    // ---- exceptions -----------------------------------------------------------------------------

    private boolean mayThrow(int insn) {
        int op = code.insns[insn].getOpcode();
        return op == Opcodes.ATHROW || (op >= Opcodes.INVOKEVIRTUAL && op <= Opcodes.INVOKEDYNAMIC);
    }

    private void handlers(Step step) {
        for (int t : code.handlers[code.blockOf[step.insn]]) {
            int handler = code.tries.get(t).handler();
            if (releasing.computeIfAbsent(handler, this::isReleasedFrom)) {
                push(handler, step.facts);
            }
        }
    }

    private boolean isReleasedBehind(int insn) {
        for (int next : successors(insn)) {
            if (next < code.insns.length && isReleasedFrom(next)) {
                return true;
            }
        }
        return false;
    }

    /** Whether any way from an instruction leads to a release before it is taken anew. */
    private boolean isReleasedFrom(int insn) {
        BitSet passed = new BitSet();
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.push(insn);
        while (!open.isEmpty()) {
            int i = open.pop();
            if (i >= code.insns.length || passed.get(i)) {
                continue;
            }
            passed.set(i);
            if (locks.releases(i, taking)) {
                return true;
            }
            if (!locks.takes(i, taking)) {
                open.addAll(successors(i));
                for (int t : code.handlers[code.blockOf[i]]) {
                    open.add(code.tries.get(t).handler());
                }
            }
        }
        return false;
    }

    // ---- what is known at the beginning ---------------------------------------------------------

    /** That the lock is held, and the conditions without which it is not taken. */
    private Map<String, Boolean> known() {
        Map<String, Boolean> known = facts.held(locks.expressions().receiver(taking.insn()));
        for (int b = 0; b < code.blocks(); b++) {
            int jump = code.starts[b + 1] - 1;
            if (code.insns[jump] instanceof JumpInsnNode j && j.getOpcode() != Opcodes.GOTO) {
                int target = code.at(j.label);
                add(known, jump, true, target, jump + 1);
                add(known, jump, false, jump + 1, target);
            }
        }
        return known;
    }

    private void add(Map<String, Boolean> known, int jump, boolean taken, int through, int other) {
        if (other == through || canBeReached(jump, other)) {
            return;
        }
        Map.@Nullable Entry<String, Boolean> fact = facts.of(jump, taken);
        if (fact != null && stays(fact.getKey(), through)) {
            known.put(fact.getKey(), fact.getValue());
        }
    }

    /** Whether the lock can be taken if a jump goes the other way. */
    private boolean canBeReached(int jump, int other) {
        BitSet passed = reached(0, jump);
        if (!passed.get(jump)) {
            return true; // by an exception: nothing is concluded
        }
        return passed.get(taking.insn()) || reached(other, jump).get(taking.insn());
    }

    private boolean stays(String key, int from) {
        BitSet between = reached(from, taking.insn());
        for (int i = between.nextSetBit(0); i >= 0; i = between.nextSetBit(i + 1)) {
            if (facts.changes(i, key) && reached(i, taking.insn()).get(taking.insn())) {
                return false;
            }
        }
        return true;
    }

    /** The instructions that can be reached from one without passing another. */
    private BitSet reached(int from, int until) {
        BitSet passed = new BitSet();
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.push(from);
        while (!open.isEmpty()) {
            int i = open.pop();
            if (i < code.insns.length && !passed.get(i)) {
                passed.set(i);
                if (i != until) {
                    open.addAll(successors(i));
                    for (int t : code.handlers[code.blockOf[i]]) {
                        open.add(code.tries.get(t).handler());
                    }
                }
            }
        }
        return passed;
    }
}
