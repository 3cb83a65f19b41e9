package dev.jacquard.weaver.check;

import dev.jacquard.weaver.code.Code;
import dev.jacquard.weaver.code.Effects;
import dev.jacquard.weaver.code.Origins;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What is known of conditions on one way through a method: that a value is true, not 0 or not null, or is not. So
 * {@code if (c) lock.lock(); ... if (c) lock.unlock();} has two ways, not four.
 *
 * <p>Facts are maps from the text of a value to whether it is so; they are never changed.
 */
final class Facts {
    /** A lock that is held says so itself. */
    private static final Set<String> HELD = Set.of(
            "isHeldByCurrentThread",
            "isWriteLockedByCurrentThread",
            "isLocked",
            "isWriteLocked",
            "isReadLocked",
            "isHeldExclusively");

    /** Calls that are made to answer differently each time. */
    private static final Set<String> CHANGING =
            Set.of("hasNext", "next", "isEmpty", "size", "poll", "peek", "get", "ready");

    private static final String HELD_KEY = "held";

    /** The constant that a condition has just become: {@code boolean b = !lock.tryLock();}. */
    private static final String PUSHED = "pushed";

    private static final String TAKEN = "taken";

    private final Code code;
    private final Origins origins;
    private final int taking;

    /** @param taking the call that takes the lock, whose value tells whether it did */
    Facts(Code code, Origins origins, int taking) {
        this.code = code;
        this.origins = origins;
        this.taking = taking;
    }

    /**
     * What is known where the call has taken a lock.
     *
     * @param receiver the height of the stack with the lock on top
     */
    Map<String, Boolean> held(int receiver) {
        Map<String, Boolean> known = new HashMap<>(Map.of(HELD_KEY, true, TAKEN, true));
        String lock = operand(taking, receiver);
        if (lock != null) {
            known.put(lock, true); // it is not null
        }
        return known;
    }

    /** Whether a conditional jump is taken, or null if that is not known. */
    @Nullable
    Boolean taken(int jump, Map<String, Boolean> facts) {
        String key = condition(jump);
        Boolean known = key == null ? null : facts.get(key);
        return known == null ? null : Boolean.valueOf(known != isNegated(jump));
    }

    /** The fact that a jump was taken or was not; null if it says nothing. */
    Map.@Nullable Entry<String, Boolean> of(int jump, boolean taken) {
        String key = condition(jump);
        return key == null ? null : Map.entry(key, taken != isNegated(jump));
    }

    /** Whether an instruction may change what a fact is about. */
    boolean changes(int insn, String key) {
        AbstractInsnNode n = code.insns[insn];
        int local = Effects.writes(n);
        if (local >= 0) {
            return key.contains(variable(local));
        }
        boolean put = n.getOpcode() == Opcodes.PUTFIELD || n.getOpcode() == Opcodes.PUTSTATIC;
        return put && key.contains("." + ((FieldInsnNode) n).name + ";");
    }

    /** What is known behind an instruction, whichever way it goes on. */
    Map<String, Boolean> after(int insn, Map<String, Boolean> facts) {
        AbstractInsnNode n = code.insns[insn];
        int op = n.getOpcode();
        boolean isConstant = op >= Opcodes.ICONST_M1 && op <= Opcodes.ICONST_5;
        boolean writes = op == Opcodes.PUTFIELD || op == Opcodes.PUTSTATIC || Effects.writes(n) >= 0;
        boolean forgets = facts.containsKey(PUSHED) && op != Opcodes.GOTO;
        if (!(isConstant || writes || forgets)) {
            return facts;
        }
        Map<String, Boolean> after = new HashMap<>(facts);
        after.remove(PUSHED);
        if (isConstant) {
            after.put(PUSHED, op != Opcodes.ICONST_0);
        }
        if (writes) {
            after.keySet().removeIf(k -> changes(insn, k));
        }
        boolean stores = writes && n instanceof VarInsnNode;
        Boolean value = stores ? value(insn, facts) : null;
        if (value != null) {
            after.put(variable(((VarInsnNode) n).var), value);
        }
        return after;
    }

    /** Whether what is stored is not 0, if that is known. */
    private @Nullable Boolean value(int store, Map<String, Boolean> facts) {
        String key = operand(store, origins.height(store));
        if (key == null) {
            return facts.get(PUSHED);
        }
        return key.startsWith("#") ? Boolean.valueOf(!key.equals("#0")) : facts.get(key);
    }

    // ---- conditions -----------------------------------------------------------------------------

    /** Comparisons stand in pairs, of which the second is the opposite of the first. */
    private boolean isNegated(int jump) {
        int op = code.insns[jump].getOpcode();
        return switch (op) {
            case Opcodes.IFEQ, Opcodes.IFNULL -> true;
            case Opcodes.IFNE, Opcodes.IFNONNULL -> false;
            default -> (op - Opcodes.IFEQ) % 2 != 0;
        };
    }

    private @Nullable String condition(int jump) {
        if (!(code.insns[jump] instanceof JumpInsnNode n) || n.getOpcode() == Opcodes.GOTO) {
            return null;
        }
        int op = n.getOpcode();
        int top = origins.height(jump);
        String last = operand(jump, top);
        if (last == null) {
            return null;
        }
        if (op == Opcodes.IFEQ || op == Opcodes.IFNE || op == Opcodes.IFNULL || op == Opcodes.IFNONNULL) {
            return last;
        }
        int pair = (op - Opcodes.IFEQ) / 2;
        if (op < Opcodes.IF_ICMPEQ) {
            return pair + "?" + last;
        }
        String first = operand(jump, top - 1);
        return first == null ? null : pair + "?" + first + "," + last;
    }

    /** A value's text if it stays what it is until a variable or field in it is written. */
    private @Nullable String operand(int at, int height) {
        List<Integer> producers = origins.producers(at, height);
        if (producers.size() != 1) {
            return null;
        }
        int p = producers.get(0);
        AbstractInsnNode n = code.insns[p];
        int op = n.getOpcode();
        int top = origins.height(p);
        if (n instanceof VarInsnNode load) {
            return variable(load.var);
        }
        if (op == Opcodes.GETSTATIC) {
            return ((FieldInsnNode) n).owner + "." + ((FieldInsnNode) n).name + ";";
        }
        if (op == Opcodes.GETFIELD) {
            String of = operand(p, top);
            return of == null ? null : of + "." + ((FieldInsnNode) n).name + ";";
        }
        if (op == Opcodes.CHECKCAST) {
            return operand(p, top);
        }
        if (op == Opcodes.LCMP) {
            return withZero(p, top);
        }
        if (op == Opcodes.ACONST_NULL) {
            return "#0";
        }
        if (op == Opcodes.NEW || op == Opcodes.INVOKEDYNAMIC) {
            return "#new";
        }
        return n instanceof MethodInsnNode call ? call(call, p, top) : Expressions.constant(n);
    }

    /** A stamp is compared with 0. */
    private @Nullable String withZero(int compare, int top) {
        String first = operand(compare, top - 1);
        String second = operand(compare, top);
        return "#0".equals(second) ? first : "#0".equals(first) ? second : null;
    }

    private @Nullable String call(MethodInsnNode call, int p, int top) {
        if (HELD.contains(call.name)) {
            return HELD_KEY;
        }
        if (p == taking) {
            return TAKEN;
        }
        if (CHANGING.contains(call.name) || Type.getArgumentTypes(call.desc).length > 0) {
            return null;
        }
        String of = call.getOpcode() == Opcodes.INVOKESTATIC ? call.owner : operand(p, top);
        return of == null ? null : of + "." + call.name + "()";
    }

    private static String variable(int local) {
        return "v" + local + ";";
    }
}
