package dev.jacquard.weaver.check;

import dev.jacquard.weaver.Problem;
import dev.jacquard.weaver.code.Analysis;
import dev.jacquard.weaver.code.Code;
import dev.jacquard.weaver.model.Kind;
import dev.jacquard.weaver.model.WeavingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Warns of locks and permits of {@code java.util.concurrent} that are held while the method is suspended:
 * {@link LockCall} says what takes and releases them, {@link HeldWays} whether a suspension point can be reached in
 * between.
 *
 * <pre>
 *   lock.lock();
 *   try {
 *       await(save());       here: all tasks of the loop are one thread to the lock
 *   } finally {
 *       lock.unlock();
 *   }
 * </pre>
 *
 * <p>A method of the same class that locks and does not unlock counts as a call that takes the lock.
 */
final class HeldLocks {
    /**
     * A call that takes a lock or permit.
     *
     * @param insn its number
     * @param what how it takes
     * @param keys what the lock may be
     * @param text the lock as in the source
     */
    record Taking(int insn, LockCall what, Set<String> keys, String text) {}

    private final WeavingContext context;
    private final Analysis analysis;
    private final Code code;
    private final Expressions expressions;

    /** What each call does, by its number. */
    private final Map<Integer, LockCall> calls = new HashMap<>();

    private final Map<Integer, Set<String>> receivers = new HashMap<>();
    private final List<Taking> takings = new ArrayList<>();

    /** What methods of the class come to, by name and descriptor. */
    private final Map<String, @Nullable LockCall> used = new HashMap<>();

    private HeldLocks(WeavingContext context, Analysis analysis) {
        this.context = context;
        this.analysis = analysis;
        this.code = analysis.code;
        this.expressions = new Expressions(context.owner.name, code);
    }

    static void warn(WeavingContext context, Analysis analysis) {
        if (analysis.points.isEmpty() || analysis.target.kind == Kind.TORTURE) {
            return;
        }
        HeldLocks locks = new HeldLocks(context, analysis);
        locks.find();
        for (Taking taking : locks.takings) {
            int point = new HeldWays(locks, analysis, taking).firstSuspension();
            if (point >= 0) {
                locks.report(taking, point);
            }
        }
    }

    private void report(Taking taking, int point) {
        boolean permit = taking.what.isPermit();
        int line = code.lines[taking.insn];
        String where = line > 0 ? " in line " + line : " before";
        context.report(
                permit ? Problem.PERMIT_ACROSS_AWAIT : Problem.LOCK_ACROSS_AWAIT,
                analysis.target.method,
                code.lines[point],
                taking.text + (permit ? ", acquired" + where : ", locked" + where + strangers()));
    }

    /** A stage outside of loops goes on where what it awaits is completed. */
    private String strangers() {
        Kind kind = analysis.target.kind;
        return kind == Kind.FUTURE || kind == Kind.STAGE
                ? "; without a loop another thread may go on, which cannot unlock it"
                : "";
    }

    private void find() {
        for (int i = 0; i < code.insns.length; i++) {
            if (code.insns[i] instanceof MethodInsnNode call) {
                LockCall what = LockCall.of(context.hierarchy, call);
                if (what == null) {
                    findHelper(i, call);
                } else if (expressions.origins().height(i) >= 0) {
                    calls.put(i, what);
                    found(i, what);
                }
            }
        }
    }

    private void found(int insn, LockCall what) {
        int receiver = expressions.receiver(insn);
        Set<String> keys = expressions.keys(insn, receiver);
        receivers.put(insn, keys);
        if (what.takes()) {
            takings.add(new Taking(insn, what, keys, expressions.text(insn, receiver)));
        }
    }

    private void findHelper(int insn, MethodInsnNode call) {
        LockCall what = helper(call);
        if (what != null && what.takes() && call.desc.endsWith(what.isTry() ? ")Z" : ")V")) {
            String text = call.name + "()";
            takings.add(new Taking(insn, what, Set.of("taken by " + text), text));
        }
    }

    // ---- for the ways ---------------------------------------------------------------------------

    Expressions expressions() {
        return expressions;
    }

    /** Whether the same lock, as far as can be told, is taken. */
    boolean takes(int insn, Taking taking) {
        LockCall what = calls.get(insn);
        return insn == taking.insn || (what != null && what.takes() && Expressions.meet(keys(insn), taking.keys));
    }

    /**
     * Whether an instruction releases what was taken. What releases a lock that is taken nowhere in the method may mean
     * any.
     */
    boolean releases(int insn, Taking taking) {
        LockCall what = calls.get(insn);
        if (what != null) {
            return !what.takes()
                    && what.isPermit() == taking.what.isPermit()
                    && (Expressions.meet(keys(insn), taking.keys) || isTakenNowhere(insn));
        }
        return code.insns[insn] instanceof MethodInsnNode call
                && (isReleasing(helper(call)) || (!isReleasedHere(taking) && mayRelease(insn, call, taking)));
    }

    private Set<String> keys(int insn) {
        return receivers.getOrDefault(insn, Set.of());
    }

    private boolean isTakenNowhere(int insn) {
        return takings.stream().noneMatch(t -> Expressions.meet(keys(insn), t.keys));
    }

    private boolean isReleasedHere(Taking taking) {
        return calls.entrySet().stream()
                .anyMatch(e -> !e.getValue().takes() && Expressions.meet(keys(e.getKey()), taking.keys));
    }

    /** Where the method itself never releases it, others do: by their name, or given the lock. */
    private boolean mayRelease(int insn, MethodInsnNode call, Taking taking) {
        return isNamedRelease(call)
                || (isFunction(call.name) && isReleaseCaptured())
                || (!call.owner.startsWith("java/")
                        && expressions.anyIs(insn, Type.getArgumentTypes(call.desc).length, taking.keys));
    }

    private static boolean isFunction(String name) {
        return switch (name) {
            case "close", "run", "call", "get", "accept", "apply", "execute" -> true;
            default -> false;
        };
    }

    /** {@code try (AutoCloseable held = lock::unlock)}. */
    private boolean isReleaseCaptured() {
        for (AbstractInsnNode n : code.insns) {
            if (n instanceof InvokeDynamicInsnNode indy && captures(indy)) {
                return true;
            }
        }
        return false;
    }

    private boolean captures(InvokeDynamicInsnNode indy) {
        for (Object a : indy.bsmArgs) {
            if (a instanceof Handle h) {
                boolean named = h.getName().startsWith("unlock") || h.getName().equals("release");
                MethodNode body = method(h.getOwner(), h.getName(), h.getDesc());
                if (named || (body != null && isReleasing(uses(body)))) {
                    return true;
                }
            }
        }
        return false;
    }

    // ---- methods of the class -------------------------------------------------------------------

    /** What a call of a plain method of the class comes to. */
    private @Nullable LockCall helper(MethodInsnNode call) {
        MethodNode m = method(call.owner, call.name, call.desc);
        return m == null || context.woven.containsKey(m.name + m.desc) ? null : uses(m);
    }

    private static boolean isReleasing(@Nullable LockCall what) {
        return what != null && !what.takes();
    }

    private @Nullable MethodNode method(String owner, String name, String desc) {
        if (owner.equals(context.owner.name)) {
            for (MethodNode m : context.owner.methods) {
                if (m.name.equals(name) && m.desc.equals(desc)) {
                    return m;
                }
            }
        }
        return null;
    }

    /**
     * How a method, with those of the class that it calls, takes a lock that it does not release, or the other way;
     * else null.
     */
    private @Nullable LockCall uses(MethodNode m) {
        String key = m.name + m.desc;
        if (!used.containsKey(key)) {
            used.put(key, null); // should it call itself
            used.put(key, look(m));
        }
        return used.get(key);
    }

    private @Nullable LockCall look(MethodNode m) {
        LockCall used = null;
        for (AbstractInsnNode n : m.instructions) {
            LockCall what = n instanceof MethodInsnNode call ? used(call) : null;
            if (what != null && used != null && what.takes() != used.takes()) {
                return null;
            }
            used = what == null ? used : what;
        }
        return used;
    }

    private @Nullable LockCall used(MethodInsnNode call) {
        LockCall what = LockCall.of(context.hierarchy, call);
        if (what != null) {
            return what;
        }
        LockCall within = helper(call);
        return within == null && isNamedRelease(call) ? LockCall.UNLOCK : within;
    }

    private static boolean isNamedRelease(MethodInsnNode call) {
        String name = call.name.toLowerCase(Locale.ROOT);
        return name.contains("unlock") || name.contains("release");
    }
}
