package dev.jacquard.weaver.code;

import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.model.AsyncMethod;
import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.RuntimeNames;
import dev.jacquard.weaver.model.UnsupportedCodeException;
import dev.jacquard.weaver.model.WeavingContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Finds where returned coroutines are awaited before the return itself.
 *
 * <p>{@code return f()} stands for {@code return of(await(f()))}: f is awaited inside the try statements around it. In
 * bytecode the value often leaves their ranges before it is returned, on the operand stack or in a variable of the
 * compiler's, and finally parts run meanwhile:
 *
 * <pre>
 *   javac               Eclipse             Scala
 *     invoke f            invoke f            invoke f
 *     astore 1            (range ends)        goto L
 *     (range ends)        close(resource)     ...
 *     finally part        areturn             L: finally part
 *     aload 1; areturn                           areturn
 * </pre>
 *
 * <p>So each returned value is followed backwards, through casts, copies and variables without a name, to the
 * instructions that it comes from. If one of them lies in a try range that does not cover all the way to the return,
 * the value is awaited there; if the value is stored within the range into a variable without a name, it is awaited
 * before the store, which several values may share. A variable of the source ends the search: {@code return c} awaits
 * what c holds where c is read. What cannot be told is refused.
 */
final class ReturnedValues {
    /** Instructions that only put a value in place: an assignment within the expression. */
    private static final Set<Integer> PLACING = Set.of(
            Opcodes.CHECKCAST,
            Opcodes.SWAP,
            Opcodes.DUP,
            Opcodes.DUP_X1,
            Opcodes.DUP_X2,
            Opcodes.DUP2,
            Opcodes.DUP2_X1,
            Opcodes.DUP2_X2,
            Opcodes.ASTORE,
            Opcodes.AASTORE,
            Opcodes.PUTFIELD,
            Opcodes.PUTSTATIC,
            Opcodes.LDC);

    /**
     * A value that will be returned.
     *
     * @param insn the instruction before which it is there
     * @param load where it is read from the variable that it is in, or -1
     * @param entry the entry of the operand stack that it is, or -1
     */
    private record Held(int insn, int load, int entry) {}

    /** A place where a value is awaited: before a store, or behind what has made the value. */
    record Place(int insn, boolean isStore) {}

    /** For tests: any value, and all variables without a name are the compiler's. */
    private final boolean torture;

    private final WeavingContext context;
    private final Code code;
    private final Predicate<AbstractInsnNode> isCompleted;
    private final Stacks stacks;
    private final Variables variables;
    private final BitSet[] ranges;

    /** With the ranges that cover all the way from there to where it is awaited. */
    private final Map<Held, BitSet> covered = new HashMap<>();

    private final ArrayDeque<Held> todo = new ArrayDeque<>();

    /** What makes a value, with where it is held then. */
    private final Map<Integer, Held> made = new TreeMap<>();

    private final Map<Integer, Set<Held>> stored = new TreeMap<>();
    private final int[][] predecessors;

    private ReturnedValues(
            WeavingContext context, Code code, Predicate<AbstractInsnNode> isCompleted, boolean torture) {
        this.torture = torture;
        this.context = context;
        this.code = code;
        this.isCompleted = isCompleted;
        this.stacks = new Stacks(context.owner.name, code);
        this.ranges = ranges(code);
        this.predecessors = jumpsTo(code);
        this.variables = new Variables(context.owner, code, ranges, predecessors, torture);
    }

    /**
     * The places, in the order of the code.
     *
     * @param isCompleted tells calls that make what is complete already
     */
    static List<Place> places(
            WeavingContext context, AsyncMethod target, Code code, Predicate<AbstractInsnNode> isCompleted) {
        if (code.tries.isEmpty() || !returnsMore(code, isCompleted)) {
            return List.of();
        }
        return new ReturnedValues(context, code, isCompleted, target.kind == Kind.TORTURE).find(wrapper(target));
    }

    /** Whether a return may give another value than what is complete. */
    private static boolean returnsMore(Code code, Predicate<AbstractInsnNode> isCompleted) {
        for (int i = 1; i < code.insns.length; i++) {
            if (code.insns[i].getOpcode() == Opcodes.ARETURN
                    && (code.isLeader(i) || !isCompleted.test(code.insns[i - 1]))) {
                return true;
            }
        }
        return false;
    }

    /** The class of the completed value that takes the place of what is awaited. */
    private static String wrapper(AsyncMethod target) {
        return target.kind == Kind.COROUTINE ? RuntimeNames.COROUTINE : RuntimeNames.FUTURE;
    }

    private static BitSet[] ranges(Code code) {
        BitSet[] ranges = new BitSet[code.blocks()];
        for (int b = 0; b < ranges.length; b++) {
            ranges[b] = new BitSet();
            for (int t : code.handlers[b]) {
                ranges[b].set(t);
            }
        }
        return ranges;
    }

    /** Blocks before each block, handlers not counted. */
    private static int[][] jumpsTo(Code code) {
        List<List<Integer>> all = new ArrayList<>();
        for (int b = 0; b < code.blocks(); b++) {
            all.add(new ArrayList<>());
        }
        for (int b = 0; b < code.blocks(); b++) {
            for (int s : code.successors[b]) {
                all.get(s).add(b);
            }
        }
        return all.stream()
                .map(l -> l.stream().mapToInt(Integer::intValue).distinct().toArray())
                .toArray(int[][]::new);
    }

    private BitSet at(int insn) {
        return ranges[code.blockOf[insn]];
    }

    // ---- backwards ------------------------------------------------------------------------------

    private List<Place> find(String wrapper) {
        for (int i = 0; i < code.insns.length; i++) {
            if (code.insns[i].getOpcode() == Opcodes.ARETURN && stacks.isReachable(i)) {
                reach(new Held(i, -1, stacks.top(i)), at(i));
            }
        }
        while (!todo.isEmpty()) {
            Held held = todo.pop();
            for (int before : before(held.insn)) {
                back(before, held, cover(held));
            }
            if (held.load >= 0 && code.isLeader(held.insn)) {
                thrown(held);
            }
        }
        List<Place> places = new ArrayList<>();
        made.forEach((insn, held) -> {
            if (leaves(insn, held) && !isCompleted.test(code.insns[insn])) {
                Place place = behind(initialised(insn, held));
                checkType(place.insn + 1, wrapper);
                checkUses(place.insn);
                places.add(place);
            }
        });
        stored.forEach((insn, all) -> {
            if (all.stream().anyMatch(h -> leaves(insn, h)) && !isMadeCompleted(insn)) {
                checkType(insn, wrapper);
                places.add(new Place(insn, true));
            }
        });
        return places;
    }

    private BitSet cover(Held held) {
        return Objects.requireNonNull(covered.get(held));
    }

    private int[] before(int insn) {
        if (!code.isLeader(insn)) {
            return new int[] {insn - 1};
        }
        int[] blocks = predecessors[code.blockOf[insn]].clone();
        for (int k = 0; k < blocks.length; k++) {
            blocks[k] = code.starts[blocks[k] + 1] - 1;
        }
        return blocks;
    }

    private void reach(Held held, BitSet cover) {
        BitSet known = covered.get(held);
        if (known == null) {
            covered.put(held, (BitSet) cover.clone());
            todo.push(held);
        } else {
            int n = known.cardinality();
            known.and(cover);
            if (known.cardinality() != n) {
                todo.push(held);
            }
        }
    }

    /** Follows a value through the instruction before. */
    private void back(int insn, Held held, BitSet cover) {
        if (!stacks.isReachable(insn)) {
            return;
        }
        BitSet here = (BitSet) cover.clone();
        here.and(at(insn));
        AbstractInsnNode n = code.insns[insn];
        if (held.load >= 0) {
            if (Effects.writes(n) != ((VarInsnNode) code.insns[held.load]).var) {
                reach(new Held(insn, held.load, -1), here);
            } else if (!variables.isOfSource(held.load, insn)) {
                stored.computeIfAbsent(insn, k -> new HashSet<>()).add(held);
                reach(new Held(insn, -1, stacks.top(insn)), at(insn));
            }
            return;
        }
        int source = stacks.source(insn, held.insn, held.entry);
        if (source != Stacks.MADE) {
            reach(new Held(insn, -1, source), here);
        } else if (n instanceof VarInsnNode load && n.getOpcode() == Opcodes.ALOAD) {
            boolean ofSource = variables.isOfSource(load, insn);
            if (ofSource || variables.maySeeSource(load, insn)) {
                made.put(insn, held);
            }
            if (!ofSource) {
                reach(new Held(insn, insn, -1), here);
            }
        } else {
            made.put(insn, held);
        }
    }

    /** A variable that is read behind a handler was there in all that the handler covers. */
    private void thrown(Held held) {
        for (int b : Variables.thrownFrom(code, ranges, code.blockOf[held.insn])) {
            BitSet here = (BitSet) cover(held).clone();
            here.and(ranges[b]);
            reach(new Held(code.starts[b], held.load, -1), here);
        }
    }

    /** Whether the value leaves a range of the instruction on its way to where it is awaited. */
    private boolean leaves(int insn, Held behind) {
        BitSet left = (BitSet) at(insn).clone();
        BitSet cover = covered.get(behind);
        if (cover != null) {
            left.andNot(cover);
        }
        return !left.isEmpty();
    }

    private boolean isMadeCompleted(int store) {
        return store > 0 && !code.isLeader(store) && isCompleted.test(code.insns[store - 1]);
    }

    // ---- the place ------------------------------------------------------------------------------

    /** Behind what makes a value, and behind assignments of it that belong to the expression. */
    private Place behind(int insn) {
        int place = insn;
        for (int i = insn + 1; i < code.insns.length && !code.isLeader(i); i++) {
            if (!isPlacing(code.insns[i])) {
                break;
            }
            int top = stacks.top(i + 1);
            if (covered.containsKey(new Held(i + 1, -1, top))) {
                place = i;
            }
        }
        return new Place(place, false);
    }

    /** The constructor's call, for an object that is made; else the instruction itself. */
    private int initialised(int insn, Held held) {
        if (code.insns[insn].getOpcode() != Opcodes.NEW) {
            return insn;
        }
        Object raw = stacks.before(held.insn)[held.entry];
        for (int i = held.insn; i < code.insns.length; i++) {
            if (stacks.isReachable(i) && stacks.top(i) >= held.entry && stacks.before(i)[held.entry] != raw) {
                if (stacks.top(i) != held.entry || !at(i - 1).equals(at(insn))) {
                    break;
                }
                return i - 1;
            }
        }
        throw refusal(insn, "an object that is made in several steps");
    }

    private static boolean isPlacing(AbstractInsnNode n) {
        return PLACING.contains(n.getOpcode())
                || (n instanceof MethodInsnNode m && m.owner.equals("kotlin/jvm/internal/Intrinsics"));
    }

    /** Refuses a value on the stack that no completed one can stand for. */
    private void checkType(int insn, String wrapper) {
        if (torture) {
            return;
        }
        Object type = stacks.before(insn)[stacks.top(insn)];
        if (type != Opcodes.NULL && !(type instanceof String name && context.hierarchy.isSubtype(wrapper, name))) {
            throw refusal(insn, "a value of the type " + type.toString().replace('/', '.'));
        }
    }

    /** Refuses a value that is looked at on its way. */
    private void checkUses(int place) {
        if (torture) {
            return;
        }
        int next = place + 1;
        Set<Held> seen = new HashSet<>();
        ArrayDeque<Held> ahead = new ArrayDeque<>();
        ahead.push(new Held(next, -1, stacks.top(next)));
        while (!ahead.isEmpty()) {
            Held held = ahead.pop();
            if (!seen.add(held) || isTaken(held, place)) {
                continue;
            }
            for (int after : after(held.insn)) {
                for (int k = stacks.top(after); k >= 0; k--) {
                    if (stacks.source(held.insn, after, k) == held.entry) {
                        ahead.push(new Held(after, -1, k));
                    }
                }
            }
        }
    }

    /** Whether an instruction puts the value away; refuses if it does more than that. */
    private boolean isTaken(Held held, int place) {
        AbstractInsnNode n = code.insns[held.insn];
        int op = n.getOpcode();
        int[] after = after(held.insn);
        boolean copies = op == Opcodes.CHECKCAST || op == Opcodes.SWAP || isDup(op);
        if (copies
                || op == Opcodes.ATHROW
                || after.length == 0
                || held.entry < stacks.before(held.insn).length - stacks.popped(held.insn, after[0])) {
            return false;
        }
        if (op != Opcodes.POP && op != Opcodes.POP2 && !isPlacing(n)) {
            throw refusal(place, "its value is looked at before it is returned");
        }
        return true;
    }

    private static boolean isDup(int op) {
        return op >= Opcodes.DUP && op <= Opcodes.DUP2_X2;
    }

    private int[] after(int insn) {
        if (!code.isLeader(insn + 1) && insn + 1 < code.insns.length) {
            return new int[] {insn + 1};
        }
        int[] blocks = code.successors[code.blockOf[insn]].clone();
        for (int k = 0; k < blocks.length; k++) {
            blocks[k] = code.starts[blocks[k]];
        }
        return blocks;
    }

    private UnsupportedCodeException refusal(int insn, String detail) {
        return new UnsupportedCodeException(Problem.RETURN_IN_TRY, detail, code.lines[insn]);
    }
}
